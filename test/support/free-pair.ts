import { claimPorts } from './claim-ports.ts'

/** A port whose neighbour is free too; both are this process's alone. */
export function freePair(): Promise<number> {
  return claimPorts(2)
}
