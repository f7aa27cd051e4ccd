import { z } from 'zod'
import type { Join } from '../../../arm/resource-type.ts'
import { joinsOf } from '../../../arm/subnet.ts'
import type { Envelope } from '../../../arm/wire.ts'

const subnetPath = z.object({ properties: z.object({ subnet: z.unknown() }) })

/** Of instances and clusters alike. */
export function subnetIn(body: Envelope): Join[] {
  return joinsOf(subnetPath.safeParse(body.properties ?? {}).data?.properties.subnet)
}

export interface NetworkServices {
  /** Throws 400 for a subnet that its network does not have. */
  requireSubnet(subnetId: string): Promise<void>
}
