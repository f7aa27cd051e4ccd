import { networkOf } from '../../../../arm/subnet.ts'
import type { FleetSettings, FleetSpec } from '../../../../fleet/fleet.ts'
import { clusterFleet } from '../../../../fleet/pool/cluster-fleet.ts'
import { type AmlClusterRecord, isEnteredFromOutside } from './aml-cluster.ts'

export function fleetOfAml({ key, desired }: AmlClusterRecord, settings: FleetSettings): FleetSpec {
  return clusterFleet(
    {
      ...{ key, size: desired.size, priority: desired.priority, scale: desired.scale, peerKey: desired.peerKey },
      user: desired.user ?? { name: 'azureuser', authorizedKey: undefined, hasPassword: false },
      ports: isEnteredFromOutside(desired) ? desired.ports : undefined,
      network: networkOf(desired.subnet),
      mounts: [],
      script: {
        links: [],
        mountCommands: [],
        task: undefined,
        environment: {},
        secrets: Object.fromEntries(Object.entries(desired.secrets).map(([name, { sealed }]) => [name, sealed])),
      },
    },
    settings,
  )
}
