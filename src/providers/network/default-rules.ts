/** The six rules that every group has in Azure, as it shows them. */
export const defaultRules = [
  rule('AllowVnetInBound', 65_000, {
    direction: 'Inbound',
    access: 'Allow',
    from: 'VirtualNetwork',
    to: 'VirtualNetwork',
  }),
  rule('AllowAzureLoadBalancerInBound', 65_001, {
    direction: 'Inbound',
    access: 'Allow',
    from: 'AzureLoadBalancer',
    to: '*',
  }),
  rule('DenyAllInBound', 65_500, { direction: 'Inbound', access: 'Deny', from: '*', to: '*' }),
  rule('AllowVnetOutBound', 65_000, {
    direction: 'Outbound',
    access: 'Allow',
    from: 'VirtualNetwork',
    to: 'VirtualNetwork',
  }),
  rule('AllowInternetOutBound', 65_001, { direction: 'Outbound', access: 'Allow', from: '*', to: 'Internet' }),
  rule('DenyAllOutBound', 65_500, { direction: 'Outbound', access: 'Deny', from: '*', to: '*' }),
] as const

interface Way {
  readonly direction: 'Inbound' | 'Outbound'
  readonly access: 'Allow' | 'Deny'
  readonly from: string
  readonly to: string
}

function rule(name: string, priority: number, { direction, access, from, to }: Way) {
  const ports = { sourcePortRange: '*', destinationPortRange: '*' }
  const addresses = { sourceAddressPrefix: from, destinationAddressPrefix: to }
  return { name, properties: { protocol: '*', ...ports, ...addresses, access, priority, direction } }
}
