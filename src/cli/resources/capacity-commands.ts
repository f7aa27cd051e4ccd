// `size`, `usage` and `quota`: what instances can have, what they hold, and how much may be held.

import type { ApiCommand, NameSource } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import { locationOption } from './location.ts'

interface SizeDocument {
  readonly name: string
  readonly family: string
  readonly vCPUs: number
  readonly gpus: number
  readonly memoryGB: number
  readonly cappedTo?: string
}

interface QuotaDocument {
  readonly id: string
  readonly type: string
  readonly name: { readonly value: string; readonly localizedValue: string }
  readonly limit: number
  readonly unit: string
}

interface UsageDocument extends QuotaDocument {
  readonly currentValue: number
}

const version = 'api-version=2024-10-01'
const sizeColumns: Column<SizeDocument>[] = [
  { title: 'SIZE', cell: ({ name }) => name },
  { title: 'CORES', cell: ({ vCPUs }) => vCPUs },
  { title: 'MEMORY', cell: ({ memoryGB }) => `${memoryGB} GiB` },
  { title: 'GPUS', cell: ({ gpus }) => gpus },
  { title: 'FAMILY', cell: ({ family }) => family },
  {
    title: 'HERE',
    cell: ({ cappedTo }) => (cappedTo === undefined ? '' : cappedTo.replace(/^.*this host gives it /, 'capped to ')),
  },
]
const usageColumns: Column<UsageDocument>[] = [
  { title: 'FAMILY', cell: ({ name }) => name.value },
  { title: 'HELD', cell: ({ currentValue }) => currentValue },
  { title: 'LIMIT', cell: ({ limit }) => limit },
  { title: 'FREE', cell: ({ limit, currentValue }) => Math.max(0, limit - currentValue) },
]
const quotaColumns: Column<QuotaDocument>[] = [
  { title: 'FAMILY', cell: ({ name }) => name.value },
  { title: 'LIMIT', cell: ({ limit }) => limit },
]

export const listSizes: ApiCommand = {
  usage: 'list',
  summary: 'List the sizes an instance can have',
  examples: ['carrel size list', 'carrel size list --query "[?vCPUs<=`4`].name" -o tsv'],
  options: [locationOption],
  async run(invocation) {
    const session = await invocation.session()
    const found = await session.list<SizeDocument>(at(invocation, session, 'vmSizes'))
    invocation.showList(found, { columns: sizeColumns, empty: 'No sizes are offered here.' })
  },
}

export const listUsage: ApiCommand = {
  usage: 'list',
  summary: 'List the cores instances hold, running or stopped; with --all, unused families too',
  examples: ['carrel usage list', 'carrel usage list --all -o json'],
  options: [locationOption, { flags: '--all', summary: 'families nobody uses as well' }],
  async run(invocation) {
    const session = await invocation.session()
    const found = await session.list<UsageDocument>(at(invocation, session, 'usages'))
    const shown = found.filter(({ currentValue }) => invocation.isOn('all') || currentValue > 0)
    const empty = 'No cores are held. See all limits: carrel usage list --all'
    invocation.showList(shown, { columns: usageColumns, empty })
  },
}

export const quotaCommandList: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List how many cores may be held, of each family and in total',
    examples: ['carrel quota list'],
    options: [locationOption],
    async run(invocation) {
      const session = await invocation.session()
      const found = await session.list<QuotaDocument>(at(invocation, session, 'quotas'))
      invocation.showList(found, { columns: quotaColumns, empty: 'No quotas.' })
    },
  },
  {
    usage: 'set <family> <cores>',
    summary: 'Set how many cores of a family, or in total, may be held; -1 is the default',
    examples: ['carrel quota set total 64', 'carrel quota set standardDSv3Family 16'],
    options: [locationOption],
    completes: { family: families() },
    run: setQuota,
  },
]

async function setQuota(invocation: Invocation): Promise<void> {
  const [family, text] = [invocation.argument('family'), invocation.argument('cores')]
  const limit = /^(-1|\d{1,7})$/.test(text) ? Number(text) : undefined
  if (limit === undefined) {
    throw new CliFailure(
      `'${text}' is no number of cores.`,
      'give a whole number, or -1 for the default',
      exitCodes.badUsage,
    )
  }
  const session = await invocation.session()
  const quotas = await session.list<QuotaDocument>(at(invocation, session, 'quotas'))
  const quota = quotas.find(({ name }) => name.value.toLowerCase() === family.toLowerCase())
  if (quota === undefined) {
    throw new CliFailure(`There is no family '${family}'.`, 'see "carrel quota list"', exitCodes.notFound)
  }
  const value = [{ id: quota.id, type: quota.type, limit, unit: quota.unit }]
  const answer = await session.call<{ value: { status: string }[] }>('POST', at(invocation, session, 'updateQuotas'), {
    value,
  })
  const status = answer.value[0]?.status ?? 'Failure'
  if (status !== 'Success') throw new CliFailure(`The limit was not set: ${status}.`)
  const [now] = (await session.list<QuotaDocument>(at(invocation, session, 'quotas'))).filter(
    ({ id }) => id === quota.id,
  )
  if (now !== undefined) invocation.showOne(now, quotaColumns)
}

function families(): NameSource {
  return async (invocation) => {
    const session = await invocation.session()
    return (await session.list<QuotaDocument>(at(invocation, session, 'quotas'))).map(({ name }) => name.value)
  }
}

function at(invocation: Invocation, session: Session, what: string): string {
  const location = encodeURIComponent(invocation.option('location') ?? 'local')
  return `${session.subscriptionId()}/providers/Microsoft.MachineLearningServices/locations/${location}/${what}?${version}`
}
