// Older clients of the workspace service read computes at its own address, `/rp/workspaces` followed by the resource's
// ARM address, and write them through ARM. Here both are one surface: what is asked there is asked of ARM.

import { ArmError } from '../base/errors.ts'

const prefix = /^\/+rp\/+workspaces(?=\/+subscriptions\/)/i

/** The ARM path that a request's path stands for, itself as a rule. Writing at the service's address is refused with 405. */
export function armPathOf(method: string, path: string): string {
  if (!prefix.test(path)) return path
  if (method !== 'GET' && method !== 'HEAD')
    throw new ArmError(
      405,
      'MethodNotAllowed',
      `${method} is not offered below '/rp/workspaces'. Send it to the resource's own address, '/subscriptions/…'.`,
    )
  return path.replace(prefix, '')
}
