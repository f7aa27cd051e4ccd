// Who is in which subnet, told by claims: what has machines claims its place, and networks keep what is claimed.

import type { Claim } from '../store/store.ts'
import { keyOf } from './resource-id.ts'

export const subnetUseClaim = 'subnet-use'

/** `name` is unique among all that claim so. */
export function subnetUse(subnetId: string, name: string): Claim {
  return { kind: subnetUseClaim, value: `${keyOf(subnetId)} ${name.toLowerCase()}` }
}
