// A subnet that something with machines is put into: a well-formed id is the name of a network, and what names the same one is
// in it. A network that stands here as a resource must have that subnet; of any other the id is all there is, and nothing
// has to be made before.

import { z } from 'zod'
import type { Join } from './resource-type.ts'

const name = '[A-Za-z0-9_](?:[\\w.()-]{0,88}[\\w()-])?'
const pattern = new RegExp(
  `^/subscriptions/[0-9a-f-]{36}/resourceGroups/${name}/providers/Microsoft\\.Network/virtualNetworks/${name}/subnets/${name}$`,
  'i',
)

export const subnetSchema = z.strictObject({
  id: z
    .string()
    .regex(
      pattern,
      'must be /subscriptions/{id}/resourceGroups/{name}/providers/Microsoft.Network/virtualNetworks/{name}/subnets/{name}',
    ),
})

export type Subnet = Readonly<z.infer<typeof subnetSchema>>

/**
 * Who is in a subnet reaches port 22 of the others in it, and keeps it from being deleted; so it takes the right to join it,
 * also where the network is no resource here. None for what is malformed: that is refused when it is parsed.
 */
export function joinsOf(asked: unknown): Join[] {
  const found = subnetSchema.safeParse(asked)
  return found.success ? [{ id: found.data.id, action: 'Microsoft.Network/virtualNetworks/subnets/join/action' }] : []
}

/** Ids are the same in any case. */
export function networkOf(subnet: Subnet | undefined): string | undefined {
  return subnet?.id.toLowerCase()
}
