// Who is in which subnet, told by claims: what has machines claims its place, and networks keep what is claimed.

import { ArmError } from '../base/errors.ts'
import type { Claim, Store } from '../store/store.ts'
import { keyOf } from './resource-id.ts'

export const subnetUseClaim = 'subnet-use'

/** `holder` is unique among all that claim so. */
export function subnetUse(subnetId: string, holder: string): Claim {
  return { kind: subnetUseClaim, value: `${keyOf(subnetId)} ${holder.toLowerCase()}` }
}

/**
 * Throws 400 for a subnet that its network does not have. A network that is no resource here is taken as it is: its id is
 * all there is of it.
 */
export async function requireSubnet(
  store: Pick<Store, 'get'>,
  subnetId: string,
  target = 'properties.properties.subnet.id',
): Promise<void> {
  const [networkId = '', name = ''] = subnetId.split(/\/subnets\//i)
  const network = await store.get(keyOf(networkId))
  if (network === undefined) return
  const names = namesIn(network.desired)
  if (names.some((each) => keyOf(each) === keyOf(name))) return
  throw new ArmError(
    400,
    'InvalidResourceReference',
    `The network '${network.id}' has no subnet '${name}'. It has: ${names.join(', ') || 'none'}.`,
    { target },
  )
}

function namesIn(network: unknown): string[] {
  const { properties } = network as { properties?: { subnets?: readonly { name: string }[] } }
  return (properties?.subnets ?? []).map(({ name }) => name)
}
