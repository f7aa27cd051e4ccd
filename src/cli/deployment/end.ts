// `deployment cancel` and `deployment delete`.

import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import { deploymentNames, deploymentPath, scopeOption } from './deployment-place.ts'

const completes = { name: deploymentNames }

export const endCommands: readonly ApiCommand[] = [
  {
    usage: 'cancel <name>',
    summary: 'End a deployment that runs; what it has begun goes on, nothing more is begun',
    examples: ['carrel deployment cancel lab'],
    options: [scopeOption],
    completes,
    async run(invocation) {
      const session = await invocation.session()
      await session.call('POST', deploymentPath(invocation, session, '/cancel'))
      invocation.say(`${invocation.argument('name')} is canceled.`)
    },
  },
  {
    usage: 'delete <name>',
    summary: 'Delete a deployment from the list; what it made stays',
    examples: ['carrel deployment delete lab'],
    options: [scopeOption],
    completes,
    isLong: true,
    async run(invocation) {
      const session = await invocation.session()
      const name = invocation.argument('name')
      await carryOut(invocation, [
        {
          name,
          method: 'DELETE',
          path: deploymentPath(invocation, session),
          doing: 'deleting',
          done: `${name} is gone from the list. What it made is still there.`,
          lookAgain: 'carrel deployment list',
        },
      ])
    },
  },
]
