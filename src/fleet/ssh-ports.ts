import { ArmError } from '../base/errors.ts'

/** They start where Azure's do; the gateway listens on a loopback address of its own, apart from the kernel's range. */
const first = 50_000
const last = 60_999

/** The first port after `after` that nobody has. Throws 409 when all are taken. */
export function nextSshPort(taken: ReadonlySet<string>, after = first - 1): number {
  for (let port = after + 1; port <= last; port++) if (!taken.has(String(port))) return port
  throw new ArmError(
    409,
    'NoSshPortFree',
    `All SSH ports from ${first} to ${last} are taken. Delete an instance that has SSH, or create this one without.`,
  )
}
