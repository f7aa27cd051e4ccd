// `workspace …`: where instances live.

import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import { type ContainerDocument, deleteContainer } from './container.ts'
import { locationOption } from './location.ts'
import { tagsFrom, tagsOption } from './tags.ts'

const version = 'api-version=2024-10-01'
const type = 'providers/Microsoft.MachineLearningServices/workspaces'
const columns: Column<ContainerDocument>[] = [
  { title: 'WORKSPACE', cell: ({ name }) => name },
  { title: 'GROUP', cell: ({ id }) => /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] },
  { title: 'LOCATION', cell: ({ location }) => location },
  { title: 'STATE', cell: ({ properties }) => properties.provisioningState },
]

async function workspaceNames(invocation: Invocation): Promise<string[]> {
  const session = await invocation.session()
  return (await session.list<ContainerDocument>(`${session.groupId()}/${type}?${version}`)).map(({ name }) => name)
}

export const workspaceCommandList: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List the workspaces of the resource group',
    examples: ['carrel workspace list', 'carrel workspace list --all'],
    options: [{ flags: '--all', summary: 'of every resource group' }],
    async run(invocation) {
      const session = await invocation.session()
      const scope = invocation.isOn('all') ? session.subscriptionId() : session.groupId()
      const found = await session.list<ContainerDocument>(`${scope}/${type}?${version}`)
      invocation.showList(found, { columns, empty: 'No workspaces. Make one: carrel workspace create NAME' })
    },
  },
  {
    usage: 'show <name>',
    summary: 'Show one workspace',
    examples: ['carrel workspace show vision'],
    completes: { name: workspaceNames },
    async run(invocation) {
      const session = await invocation.session()
      invocation.showOne(await session.call<ContainerDocument>('GET', urlOf(invocation, session)), columns)
    },
  },
  {
    usage: 'create <name>',
    summary: 'Create a workspace',
    examples: ['carrel workspace create vision', 'carrel workspace create vision -g research --tags team=vision'],
    options: [locationOption, tagsOption],
    isLong: true,
    async run(invocation) {
      const name = invocation.argument('name')
      const path = urlOf(invocation, await invocation.session())
      const body = { location: invocation.option('location'), properties: {}, ...tagsFrom(invocation) }
      const lookAgain = `carrel workspace show ${name}`
      await carryOut(invocation, [
        { name, method: 'PUT', path, body, doing: 'creating', done: `The workspace ${name} is there.`, lookAgain },
      ])
    },
  },
  {
    usage: 'delete <name>',
    summary: 'Delete a workspace with every instance and file in it',
    examples: ['carrel workspace delete vision --yes'],
    completes: { name: workspaceNames },
    isLong: true,
    asks: true,
    async run(invocation) {
      const path = urlOf(invocation, await invocation.session())
      const [contents, lookAgain] = ['every instance, its home and its files', 'carrel workspace list']
      await deleteContainer(invocation, { path, kind: 'workspace', contents, lookAgain })
    },
  },
]

function urlOf(invocation: Invocation, session: Session): string {
  return `${session.groupId()}/${type}/${encodeURIComponent(invocation.argument('name'))}?${version}`
}
