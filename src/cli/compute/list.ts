import type { ApiCommand } from '../frame/api-command.ts'
import { computeColumns } from './columns.ts'
import { costColumn } from './costs.ts'
import { ownersOf } from './owners.ts'
import { listInstances } from './read-compute.ts'

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
    const found = await listInstances(session)
    const [owners, cost] = await Promise.all([ownersOf(session, found), costColumn(session, session.workspaceId())])
    invocation.showList(found, {
      columns: [...computeColumns(owners), ...cost],
      empty: `No compute instances in workspace ${session.place.workspace}. Create one: carrel compute create NAME`,
    })
  },
}
