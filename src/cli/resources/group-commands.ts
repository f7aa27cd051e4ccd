// `group …`: resource groups, which hold everything else.

import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import { locationOption } from './location.ts'
import { tagsFrom, tagsOption } from './tags.ts'

interface ResourceGroupDocument {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags?: Readonly<Record<string, string>>
  readonly properties: { readonly provisioningState?: string }
}

const version = 'api-version=2021-04-01'
const columns: Column<ResourceGroupDocument>[] = [
  { title: 'GROUP', cell: ({ name }) => name },
  { title: 'LOCATION', cell: ({ location }) => location },
  { title: 'STATE', cell: ({ properties }) => properties.provisioningState },
  {
    title: 'TAGS',
    cell: ({ tags = {} }) =>
      Object.entries(tags)
        .map((pair) => pair.join('='))
        .join(' '),
  },
]

async function groupNames(invocation: Invocation): Promise<string[]> {
  const session = await invocation.session()
  const found = await session.list<ResourceGroupDocument>(`${session.subscriptionId()}/resourceGroups?${version}`)
  return found.map(({ name }) => name)
}

export const resourceGroupCommandList: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List the resource groups',
    examples: ['carrel group list', 'carrel group list -o tsv --query "[].name"'],
    async run(invocation) {
      const session = await invocation.session()
      const groups = await session.list<ResourceGroupDocument>(`${session.subscriptionId()}/resourceGroups?${version}`)
      invocation.showList(groups, { columns, empty: 'No resource groups. Make one: carrel group create NAME' })
    },
  },
  {
    usage: 'show <name>',
    summary: 'Show one resource group',
    examples: ['carrel group show research'],
    completes: { name: groupNames },
    async run(invocation) {
      const session = await invocation.session()
      invocation.showOne(await session.call<ResourceGroupDocument>('GET', urlOf(invocation, session)), columns)
    },
  },
  {
    usage: 'create <name>',
    summary: 'Create a resource group, or change its tags',
    examples: ['carrel group create research', 'carrel group create research --tags cost=42'],
    options: [locationOption, tagsOption],
    async run(invocation) {
      const session = await invocation.session()
      const path = urlOf(invocation, session)
      const { status, body: before } = await session.send('GET', path)
      // The API replaces tags with what it is sent: whoever names none means those there are.
      const kept = status === 200 ? (before as ResourceGroupDocument) : undefined
      const { tags = kept?.tags } = tagsFrom(invocation)
      const location = kept?.location ?? invocation.option('location')
      const body = { location, ...(tags === undefined ? {} : { tags }) }
      invocation.showOne(await session.call<ResourceGroupDocument>('PUT', path, body), columns)
    },
  },
  {
    usage: 'delete <name>',
    summary: 'Delete a resource group with everything in it',
    examples: ['carrel group delete research --yes'],
    completes: { name: groupNames },
    isLong: true,
    asks: true,
    async run(invocation) {
      const name = invocation.argument('name')
      const session = await invocation.session()
      const path = urlOf(invocation, session)
      await session.call('GET', path)
      await invocation.confirm(`Delete the resource group ${name} with every workspace and instance in it, for good?`)
      const lookAgain = 'carrel group list'
      await carryOut(invocation, [
        { name, method: 'DELETE', path, doing: 'deleting', done: `The resource group ${name} is deleted.`, lookAgain },
      ])
    },
  },
]

function urlOf(invocation: Invocation, session: Session): string {
  return `${session.subscriptionId()}/resourceGroups/${encodeURIComponent(invocation.argument('name'))}?${version}`
}
