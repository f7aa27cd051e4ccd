// Where a machine is to be reached. While Docker is away its machines run on, each where it was: jobs go on there, and how
// they end is heard. Only what was seen is remembered; whoever answers there proves that it is that boot of that machine.

import type { Endpoint, MachineKey } from '../engine.ts'
import { findMachine, type MachinePlace } from './docker-context.ts'
import { isUnanswered } from './docker-errors.ts'

export interface Reach {
  readonly endpoint: Endpoint
  readonly bootId: string
}

/** Throws when it does not run, and while Docker is away when it was not seen before. */
export function machineReach(place: MachinePlace): (key: MachineKey) => Promise<Reach> {
  const seen = new Map<MachineKey, Reach>()
  return async (key) => {
    try {
      const { endpoint, bootId } = (await findMachine(place, key))?.status ?? {}
      seen.delete(key)
      if (endpoint === undefined || bootId === undefined) throw new Error(`Machine ${key} is not running`)
      seen.set(key, { endpoint, bootId })
      return { endpoint, bootId }
    } catch (error) {
      const before = isUnanswered(error) ? seen.get(key) : undefined
      if (before === undefined) throw error
      return before
    }
  }
}
