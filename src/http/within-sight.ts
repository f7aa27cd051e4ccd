import type { accessOf } from '../access/authorize.ts'
import { parseAddress, pathSegments } from '../arm/resource-id.ts'
import { quotaFault } from '../arm/store-faults.ts'
import { ArmError } from '../base/errors.ts'
import { QuotaExceeded } from '../store/store-errors.ts'

/** A refusal names what holds a quota only as far as the caller may read it: quota is everybody's, resources are not. */
export function withinSight(error: unknown, access: Pick<Awaited<ReturnType<typeof accessOf>>, 'can'>): unknown {
  if (!(error instanceof ArmError) || !(error.cause instanceof QuotaExceeded)) return error
  return quotaFault(error.cause, (id) => access.can(`${parseAddress(pathSegments(id)).type}/read`, id))
}
