import { clusterVersion } from '../cluster/cluster-document.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import type { Column } from '../output/listing.ts'

interface UsageDocument {
  readonly name: { readonly value: string; readonly localizedValue: string }
  readonly currentValue: number
  readonly limit: number
}

const columns: Column<UsageDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name.localizedValue },
  { title: 'HELD', cell: ({ currentValue }) => String(currentValue) },
  { title: 'LIMIT', cell: ({ limit }) => String(limit) },
]

export const listUsagesLine: ApiCommand = {
  usage: 'list-usages',
  summary: 'List what is held of the cores of a location, and what may be',
  options: [{ flags: '-l, --location <name>', summary: 'which location', isRequired: true }],
  examples: ['carrel batchai list-usages --location local'],
  async run(invocation) {
    const session = await invocation.session()
    const location = encodeURIComponent(invocation.option('location') ?? '')
    const path = `${session.subscriptionId()}/providers/Microsoft.BatchAI/locations/${location}/usages?${clusterVersion}`
    invocation.showList(await session.list<UsageDocument>(path), { columns, empty: 'Nothing is counted there.' })
  },
}
