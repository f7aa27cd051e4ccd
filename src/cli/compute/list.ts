import type { ApiCommand } from '../frame/api-command.ts'
import { computeColumns } from './columns.ts'
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
    const owners = await ownersOf(session, found)
    invocation.showList(found, {
      columns: computeColumns(owners),
      empty: `No compute instances in workspace ${session.place.workspace}. Create one: carrel compute create NAME`,
    })
  },
}
