// A subnet that something is in stays, by whatever door it is to go: its own DELETE, its network's, or a PUT of the
// network without it.

import { keyOf } from '../../arm/resource-id.ts'
import type { AskedChange } from '../../arm/resource-type.ts'
import { subnetUseClaim } from '../../arm/subnet-use.ts'
import { ArmError } from '../../base/errors.ts'

export async function refuseSubnetRemoval(change: AskedChange): Promise<void> {
  const remains = change.verb === 'put' ? remaining(change) : []
  if (remains === undefined) return
  const below = `${keyOf(change.id)}/`
  const used = (await change.store.claims(subnetUseClaim)).find(({ value }) => {
    const subnet = value.split(' ')[0] ?? ''
    const isHere = `${subnet}/`.startsWith(below)
    return isHere && !remains.includes(subnet.slice(below.length).split('/').at(-1) ?? '')
  })
  if (used === undefined) return
  const subnet = used.value.split(' ')[0] ?? ''
  throw new ArmError(
    400,
    'InUseSubnetCannotBeDeleted',
    `Subnet '${subnet}' is in use by '${used.key}' and cannot be deleted. Delete that first.`,
  )
}

/** Names of the subnets that a PUT leaves; undefined: all. */
function remaining({ id, body }: AskedChange): string[] | undefined {
  const sent = body.properties?.['subnets']
  if (/\/subnets\/[^/]+$/i.test(id) || !Array.isArray(sent)) return undefined
  return sent.flatMap((each: unknown) => {
    const name = (each as { name?: unknown } | null)?.name
    return typeof name === 'string' ? [name.toLowerCase()] : []
  })
}
