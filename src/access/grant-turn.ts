import { Turns } from '../base/turns.ts'

const turns = new Turns()

/**
 * Whoever checks rights and then changes what rights there are does both within one turn: two changes at once would each
 * pass a check that the other one makes wrong. One server has all changes of an installation.
 */
export function inGrantTurn<T>(work: () => Promise<T>): Promise<T> {
  return turns.take('grants', work)
}
