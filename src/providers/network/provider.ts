import type { Provider } from '../../arm/registry.ts'
import { networkSecurityGroups } from './network-security-groups.ts'
import type { NetworkSettings } from './network-settings.ts'
import { publicIpAddresses } from './public-ip-addresses.ts'
import { securityRules } from './security-rules.ts'
import { subnets } from './subnets.ts'
import { virtualNetworks } from './virtual-networks.ts'

export function network(settings: NetworkSettings): Provider {
  return {
    namespace: 'Microsoft.Network',
    types: [
      virtualNetworks(settings),
      subnets,
      publicIpAddresses(settings),
      networkSecurityGroups(settings),
      securityRules,
    ],
    endpoints: [],
  }
}
