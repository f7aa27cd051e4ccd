// `batchai workspace create`, `show`, `list`, `delete`.

import { clusterVersion } from '../cluster/cluster-document.ts'
import { batchWorkspaceId, batchWorkspaceName } from '../cluster/clusters.ts'
import { workspaceLocation } from '../compute/workspace-location.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Column } from '../output/listing.ts'
import { workspaceOption } from './batchai-options.ts'

interface WorkspaceDocument {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly properties: { readonly provisioningState: string }
}

const columns: Column<WorkspaceDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'GROUP', cell: ({ id }) => id.split('/')[4] },
  { title: 'LOCATION', cell: ({ location }) => location },
  { title: 'STATE', cell: ({ properties }) => properties.provisioningState },
]

const options = [{ ...workspaceOption, flags: '-n, --workspace <name>' }]

export const createBatchWorkspace: ApiCommand = {
  usage: 'create',
  summary: 'Create a Batch AI workspace',
  options: [...options, { flags: '-l, --location <name>', summary: 'where (default: as the workspace of the place)' }],
  examples: ['carrel batchai workspace create --workspace lab --resource-group research'],
  async run(invocation) {
    const session = await invocation.session()
    const location = invocation.option('location') ?? (await workspaceLocation(session))
    const path = `${batchWorkspaceId(invocation, session)}?${clusterVersion}`
    invocation.showOne(await session.call<WorkspaceDocument>('PUT', path, { location }), columns)
  },
}

export const showBatchWorkspace: ApiCommand = {
  usage: 'show',
  summary: 'Show a Batch AI workspace',
  options,
  examples: ['carrel batchai workspace show --workspace lab'],
  async run(invocation) {
    const session = await invocation.session()
    const path = `${batchWorkspaceId(invocation, session)}?${clusterVersion}`
    invocation.showOne(await session.call<WorkspaceDocument>('GET', path), columns)
  },
}

export const listBatchWorkspaces: ApiCommand = {
  usage: 'list',
  summary: 'List the Batch AI workspaces of the subscription, or with -g of one resource group',
  examples: ['carrel batchai workspace list', 'carrel batchai workspace list --resource-group research'],
  async run(invocation) {
    const session = await invocation.session()
    const isOfGroup = invocation.option('resource-group') !== undefined
    const path = `${isOfGroup ? session.groupId() : session.subscriptionId()}/providers/Microsoft.BatchAI/workspaces?${clusterVersion}`
    invocation.showList(await session.list<WorkspaceDocument>(path), {
      columns,
      empty: 'No Batch AI workspaces. Create one: carrel batchai workspace create --workspace NAME',
    })
  },
}

export const deleteBatchWorkspace: ApiCommand = {
  usage: 'delete',
  summary: 'Delete a Batch AI workspace with its clusters and file servers',
  isLong: true,
  asks: true,
  options,
  examples: ['carrel batchai workspace delete --workspace lab --yes'],
  async run(invocation) {
    const session = await invocation.session()
    const name = batchWorkspaceName(invocation, session)
    await invocation.confirm(`Delete the Batch AI workspace ${name} with all that is in it, for good?`)
    await carryOut(invocation, [
      {
        name,
        method: 'DELETE',
        path: `${batchWorkspaceId(invocation, session)}?${clusterVersion}`,
        doing: 'deleting',
        done: `${name} is deleted.`,
        lookAgain: 'carrel batchai workspace list',
      },
    ])
  },
}
