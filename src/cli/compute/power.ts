// `start`, `stop`, `restart` and `delete`, of several instances at once.

import type { ApiCommand } from '../frame/api-command.ts'
import { type Change, carryOut } from '../frame/change.ts'
import type { Session } from '../session/session.ts'
import { computeVersion } from './compute-document.ts'
import { computeId, computeNames } from './read-compute.ts'

export const startComputes = action('start', { doing: 'starting', done: 'is running' })
export const stopComputes = action('stop', { doing: 'stopping', done: 'is stopped' })
export const restartComputes = action('restart', { doing: 'restarting', done: 'is running again' })

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
    const session = await invocation.session()
    const changes = names.map((name): Change => {
      const path = `${computeId(session, name)}?${computeVersion}&underlyingResourceAction=Delete`
      const lookAgain = 'carrel compute list'
      return { name, method: 'DELETE', path, doing: 'deleting', done: `${name} is deleted.`, lookAgain }
    })
    await carryOut(invocation, changes)
  },
}

function action(verb: 'start' | 'stop' | 'restart', words: { doing: string; done: string }): ApiCommand {
  return {
    usage: `${verb} <name...>`,
    summary: `${verb.charAt(0).toUpperCase()}${verb.slice(1)} instances`,
    isLong: true,
    completes: { name: computeNames },
    examples: [`carrel compute ${verb} desk`, `carrel compute ${verb} desk other-desk --no-wait`],
    async run(invocation) {
      const session = await invocation.session()
      const names = distinct(invocation.arguments('name'))
      await carryOut(
        invocation,
        names.map((name) => changeOf(session, name, { verb, ...words })),
      )
    },
  }
}

function changeOf(session: Session, name: string, words: { verb: string; doing: string; done: string }): Change {
  return {
    name,
    method: 'POST',
    path: `${computeId(session, name)}/${words.verb}?${computeVersion}`,
    doing: words.doing,
    done: `${name} ${words.done}.`,
    lookAgain: `carrel compute events ${name}`,
  }
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
