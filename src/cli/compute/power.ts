// `start`, `stop`, `restart` and `delete`, of several instances at once.

import type { ApiCommand } from '../frame/api-command.ts'
import { carryOutDelete, carryOutPower, type PowerVerb } from './carry-out-power.ts'
import { computeNames } from './read-compute.ts'

export const startComputes = action('start')
export const stopComputes = action('stop')
export const restartComputes = action('restart')

export const deleteComputes: ApiCommand = {
  usage: 'delete <name...>',
  summary: 'Delete instances, with everything on their disks',
  isLong: true,
  asks: true,
  completes: { name: computeNames },
  examples: ['carrel compute delete desk', 'carrel compute delete desk old-desk --yes --no-wait'],
  async run(invocation) {
    const names = distinct(invocation.arguments('name'))
    await invocation.confirm(`Delete ${names.join(', ')} with everything on the disk, for good?`)
    await carryOutDelete(invocation, names)
  },
}

function action(verb: PowerVerb): ApiCommand {
  return {
    usage: `${verb} <name...>`,
    summary: `${verb.charAt(0).toUpperCase()}${verb.slice(1)} instances`,
    isLong: true,
    completes: { name: computeNames },
    examples: [`carrel compute ${verb} desk`, `carrel compute ${verb} desk other-desk --no-wait`],
    run: (invocation) => carryOutPower(invocation, verb, distinct(invocation.arguments('name'))),
  }
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
