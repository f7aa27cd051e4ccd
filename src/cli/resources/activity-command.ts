// `activity list`: who did what, when, and how it ended.

import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'

interface EventDocument {
  readonly eventTimestamp: string
  readonly caller?: string
  readonly resourceId: string
  readonly operationName: { readonly localizedValue?: string; readonly value: string }
  readonly status: { readonly value: string }
  readonly correlationId: string
}

const version = 'api-version=2015-04-01'
const units = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const columns: Column<EventDocument>[] = [
  { title: 'WHEN', cell: ({ eventTimestamp }) => eventTimestamp.slice(0, 19).replace('T', ' ') },
  { title: 'WHO', cell: ({ caller }) => caller },
  { title: 'WHAT', cell: ({ operationName }) => operationName.localizedValue ?? operationName.value },
  { title: 'STATUS', cell: ({ status }) => status.value },
  { title: 'RESOURCE', cell: ({ resourceId }) => resourceId.split('/').slice(-2).join('/') },
]

export const listActivity: ApiCommand = {
  usage: 'list',
  summary: 'List what was done, newest first',
  examples: [
    'carrel activity list',
    'carrel activity list --since 7d -g research',
    'carrel activity list --caller ana --limit 20',
    'carrel activity list --tenant --since 30d',
  ],
  options: [
    { flags: '--since <span>', summary: 'how far back, such as 30m, 6h or 7d', default: '1d' },
    { flags: '--caller <name>', summary: 'only what this user or service principal did' },
    { flags: '--resource <id>', summary: 'only what was done to this resource' },
    {
      flags: '--tenant',
      summary: 'of users, groups, service principals and the root, in place of the subscription',
    },
    { flags: '--limit <n>', summary: 'at most so many', default: '50' },
  ],
  run: show,
}

async function show(invocation: Invocation): Promise<void> {
  const session = await invocation.session()
  const filter = encodeURIComponent(filterOf(invocation))
  const base = `${placeOf(invocation, session)}/providers/Microsoft.Insights/eventtypes/management/values`
  const limit = limitOf(invocation.option('limit') ?? '')
  const events = await firstOf(session, `${base}?${version}&$filter=${filter}`, limit)
  const empty = `Nothing was done within ${invocation.option('since')}. Look further back: --since 30d`
  invocation.showList(events, { columns, empty })
}

/** What is in no subscription is below the tenant. */
function placeOf(invocation: Invocation, session: Session): string {
  if (!invocation.isOn('tenant')) return session.subscriptionId()
  if (invocation.option('resource-group') === undefined) return ''
  throw new CliFailure('Nothing of the tenant is in a resource group.', 'leave out -g or --tenant', exitCodes.badUsage)
}

function filterOf(invocation: Invocation): string {
  const from = new Date(Date.now() - spanOf(invocation.option('since') ?? ''))
  const [caller, resource, group] = ['caller', 'resource', 'resource-group'].map((name) => invocation.option(name))
  const terms = [
    `eventTimestamp ge '${from.toISOString()}'`,
    ...(group === undefined ? [] : [`resourceGroupName eq '${quoted(group)}'`]),
    ...(resource === undefined ? [] : [`resourceUri eq '${quoted(resource)}'`]),
    ...(caller === undefined ? [] : [`caller eq '${quoted(caller)}'`]),
  ]
  return terms.join(' and ')
}

function quoted(text: string): string {
  return text.replaceAll("'", "''")
}

/** Pages until there are enough. */
async function firstOf(session: Session, first: string, limit: number): Promise<EventDocument[]> {
  const found: EventDocument[] = []
  for (let path: string | undefined = first; path !== undefined && found.length < limit; ) {
    const page: { value: EventDocument[]; nextLink?: string } = await session.call('GET', path)
    found.push(...page.value)
    path = page.nextLink
  }
  return found.slice(0, limit)
}

/** `30m`, `6h`, `7d`, in milliseconds. */
export function spanOf(text: string): number {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? []
  if (count === undefined || unit === undefined) {
    throw new CliFailure(`'${text}' is no span of time.`, 'write 30m, 6h or 7d', exitCodes.badUsage)
  }
  return Number(count) * units[unit as keyof typeof units]
}

function limitOf(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text)
  throw new CliFailure(`'${text}' is no number of events.`, undefined, exitCodes.badUsage)
}
