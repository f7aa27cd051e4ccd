import { claimPorts } from './claim-ports.ts'

/** Of loopback, and this process's alone. */
export function freePort(): Promise<number> {
  return claimPorts(1)
}
