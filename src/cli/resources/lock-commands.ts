// `lock …`: what keeps a resource from being deleted or changed by mistake.

import { scopeOf, scopeOption } from '../access/scope.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import type { Column } from '../output/listing.ts'

interface LockDocument {
  readonly id: string
  readonly name: string
  readonly properties: { readonly level: string; readonly notes?: string }
}

const version = 'api-version=2020-05-01'
const type = 'providers/Microsoft.Authorization/locks'
const columns: Column<LockDocument>[] = [
  { title: 'LOCK', cell: ({ name }) => name },
  { title: 'LEVEL', cell: ({ properties }) => properties.level },
  { title: 'SCOPE', cell: ({ id }) => id.slice(0, id.toLowerCase().lastIndexOf(`/${type.toLowerCase()}`)) },
  { title: 'NOTES', cell: ({ properties }) => properties.notes },
]

export const lockCommandList: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List the locks at a scope and below',
    examples: ['carrel lock list', 'carrel lock list -g research'],
    options: [scopeOption],
    async run(invocation) {
      const session = await invocation.session()
      const found = await session.list<LockDocument>(`${scopeOf(invocation, session)}/${type}?${version}`)
      const empty = 'No locks. Make one: carrel lock create NAME --level CanNotDelete -g GROUP'
      invocation.showList(found, { columns, empty })
    },
  },
  {
    usage: 'create <name>',
    summary: 'Keep everything at a scope and below from being deleted, or from any change',
    examples: [
      'carrel lock create keep --level CanNotDelete -g research --notes "paper deadline"',
      'carrel lock create frozen --level ReadOnly -g research -w vision',
    ],
    options: [
      {
        flags: '--level <level>',
        summary: 'what is kept from happening',
        choices: ['CanNotDelete', 'ReadOnly'],
        isRequired: true,
      },
      { flags: '--notes <text>', summary: 'why, told to whoever runs into it' },
      scopeOption,
    ],
    async run(invocation) {
      const session = await invocation.session()
      const [level, notes] = [invocation.option('level'), invocation.option('notes')]
      const path = `${scopeOf(invocation, session)}/${type}/${encodeURIComponent(invocation.argument('name'))}?${version}`
      const properties = { level, ...(notes === undefined ? {} : { notes }) }
      invocation.showOne(await session.call<LockDocument>('PUT', path, { properties }), columns)
    },
  },
  {
    usage: 'delete <name>',
    summary: 'Take a lock away',
    examples: ['carrel lock delete keep -g research --yes'],
    options: [scopeOption],
    asks: true,
    async run(invocation) {
      const session = await invocation.session()
      const name = invocation.argument('name')
      const path = `${scopeOf(invocation, session)}/${type}/${encodeURIComponent(name)}?${version}`
      await session.call('GET', path)
      await invocation.confirm(`Take away the lock ${name}?`)
      await session.call('DELETE', path)
      invocation.say(`The lock ${name} is gone.`)
    },
  },
]
