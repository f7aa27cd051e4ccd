import type { ApiCommand } from '../frame/api-command.ts'
import { computeColumns } from './columns.ts'
import { type ComputeDocument, computeVersion } from './compute-document.ts'
import { ownersOf } from './owners.ts'

export const listComputes: ApiCommand = {
  usage: 'list',
  summary: 'List the instances of the workspace',
  examples: [
    'carrel compute list',
    'carrel compute list -w vision -o json',
    'carrel compute list --query "[?properties.properties.state==\'Running\'].name" -o tsv',
  ],
  async run(invocation) {
    const session = await invocation.session()
    const found = await session.list<ComputeDocument>(`${session.workspaceId()}/computes?${computeVersion}`)
    const owners = await ownersOf(session, found)
    invocation.showList(found, {
      columns: computeColumns(owners),
      empty: `No compute instances in workspace ${session.place.workspace}. Create one: carrel compute create NAME`,
    })
  },
}
