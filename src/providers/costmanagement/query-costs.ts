// Azure's Cost Management, as far as there is something to tell: hours that machines ran below a scope, at the rates of the
// installation, of resources that are gone too.

import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { notFound } from '../../arm/not-found.ts'
import { groupIdOf, keyOf, parseAddress, pathSegments } from '../../arm/resource-id.ts'
import type { Clock } from '../../base/clock.ts'
import { ArmError } from '../../base/errors.ts'
import { costOf } from '../../fleet/usage/costs.ts'
import type { Rates } from '../../fleet/usage/rates.ts'
import { type RunningSpan, runningSpans } from '../../store/running-spans.ts'
import type { Tables } from '../../store/tables.ts'
import { type CostColumn, type CostQuestion, type Grouping, readCostQuestion } from './cost-question.ts'

export interface CostSource {
  readonly db: Kysely<Tables>
  readonly clock: Clock
  /** Undefined: there are none, and no costs. */
  readonly rates: Rates | undefined
}

const type = 'Microsoft.CostManagement/query'
const dayMs = 86_400_000

export function queryCosts(source: CostSource): Endpoint {
  return {
    method: 'POST',
    kind: 'collection',
    home: 'scope',
    type,
    apiVersions: [
      '2019-01-01',
      '2019-10-01',
      '2019-11-01',
      '2021-10-01',
      '2022-10-01',
      '2023-03-01',
      '2023-11-01',
      '2024-08-01',
    ],
    action: `${type}/read`,
    async handle(request) {
      const body = await answer(request, source)
      return body === undefined ? { status: 204 } : { status: 200, body }
    },
  }
}

/** Undefined: without rates nothing is known of costs. */
async function answer({ address, body, store }: EndpointRequest, { db, clock, rates }: CostSource) {
  const { parentId } = address
  if (!/^\/subscriptions\/[^/]+/i.test(parentId))
    throw new ArmError(400, 'BadRequest', 'Costs are told of a subscription, a resource group or a resource.')
  if (!(await store.get(keyOf(parentId)))) throw await notFound(store, parentId)
  const question = readCostQuestion(body, clock.now())
  if (rates === undefined && question.columns.some((column) => column !== 'UsageQuantity')) return undefined
  const { from, to } = question
  const spans = await runningSpans(db, { underKey: keyOf(parentId), from, to })
  const name = createHash('sha256').update(`${parentId} ${from} ${to}`).digest('hex').slice(0, 32)
  return {
    id: `${parentId}/providers/${type}/${name}`.slice(1),
    name,
    type,
    location: null,
    sku: null,
    eTag: null,
    properties: { nextLink: null, columns: columnsOf(question), rows: rowsOf(spans, question, rates) },
  }
}

function columnsOf({ columns, isDaily, groupings }: CostQuestion) {
  return [
    ...columns.map((name) => ({ name, type: 'Number' })),
    ...(isDaily ? [{ name: 'UsageDate', type: 'Number' }] : []),
    ...groupings.map((name) => ({ name, type: 'String' })),
    { name: 'Currency', type: 'String' },
  ]
}

/** What has no rate has no row, unless hours alone are asked for. */
function rowsOf(spans: readonly RunningSpan[], question: CostQuestion, rates: Rates | undefined): unknown[][] {
  const isRated = question.columns.some((column) => column !== 'UsageQuantity')
  const told = isRated ? spans.filter(({ size }) => rates?.perHour.has(size)) : spans
  const currency = rates?.currency ?? ''
  return periodsOf(question).flatMap((period) =>
    [...groupsOf(told, question.groupings)].flatMap(([, { names, members }]) => {
      const { hours, amount = 0 } = costOf(members, period, rates)
      if (hours === 0) return []
      const values = question.columns.map((column) => rounded(numberOf(column, hours, amount)))
      return [[...values, ...(question.isDaily ? [dayNumber(period.from)] : []), ...names, currency]]
    }),
  )
}

function numberOf(column: CostColumn, hours: number, amount: number): number {
  return column === 'UsageQuantity' ? hours : amount
}

function periodsOf({ from, to, isDaily }: CostQuestion): { from: number; to: number }[] {
  if (!isDaily) return [{ from, to }]
  const first = Math.floor(from / dayMs) * dayMs
  const count = Math.ceil((to - first) / dayMs)
  return Array.from({ length: count }, (_, index) => ({
    from: Math.max(from, first + index * dayMs),
    to: Math.min(to, first + (index + 1) * dayMs),
  }))
}

interface Group {
  readonly names: readonly string[]
  readonly members: RunningSpan[]
}

function groupsOf(spans: readonly RunningSpan[], groupings: readonly Grouping[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const span of spans) {
    const names = groupings.map((grouping) => nameIn(span, grouping))
    const key = JSON.stringify(names).toLowerCase()
    const group = groups.get(key) ?? { names, members: [] }
    group.members.push(span)
    groups.set(key, group)
  }
  return groups
}

function nameIn({ fleetId }: RunningSpan, grouping: Grouping): string {
  if (grouping === 'ResourceId') return fleetId
  if (grouping === 'ResourceGroupName') return groupIdOf(fleetId)?.split('/').at(-1) ?? ''
  return parseAddress(pathSegments(fleetId)).type
}

/** `20260131`, as Azure writes days. */
function dayNumber(at: number): number {
  return Number(new Date(at).toISOString().slice(0, 10).replaceAll('-', ''))
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
