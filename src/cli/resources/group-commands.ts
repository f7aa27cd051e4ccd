// `group …`: resource groups, which hold everything else.

import type { ApiCommand } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import { type ContainerDocument, deleteContainer } from './container.ts'
import { locationOption } from './location.ts'
import { tagsFrom, tagsOption } from './tags.ts'

const version = 'api-version=2021-04-01'
const columns: Column<ContainerDocument>[] = [
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
  const found = await session.list<ContainerDocument>(`${session.subscriptionId()}/resourceGroups?${version}`)
  return found.map(({ name }) => name)
}

export const resourceGroupCommandList: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List the resource groups',
    examples: ['carrel group list', 'carrel group list -o tsv --query "[].name"'],
    async run(invocation) {
      const session = await invocation.session()
      const groups = await session.list<ContainerDocument>(`${session.subscriptionId()}/resourceGroups?${version}`)
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
      invocation.showOne(await session.call<ContainerDocument>('GET', urlOf(invocation, session)), columns)
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
      const kept = status === 200 ? (before as ContainerDocument) : undefined
      const { tags = kept?.tags } = tagsFrom(invocation)
      const location = kept?.location ?? invocation.option('location')
      const body = { location, ...(tags === undefined ? {} : { tags }) }
      invocation.showOne(await session.call<ContainerDocument>('PUT', path, body), columns)
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
      const path = urlOf(invocation, await invocation.session())
      const [contents, lookAgain] = ['every workspace and instance in it', 'carrel group list']
      await deleteContainer(invocation, { path, kind: 'resource group', contents, lookAgain })
    },
  },
]

function urlOf(invocation: Invocation, session: Session): string {
  return `${session.subscriptionId()}/resourceGroups/${encodeURIComponent(invocation.argument('name'))}?${version}`
}
