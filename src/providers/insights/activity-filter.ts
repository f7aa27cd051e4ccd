// The `$filter` of the activity log: comparisons joined by `and`. The start is required, as in Azure.

import { ArmError } from '../../base/errors.ts'

export interface ActivityFilter {
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
  readonly resourceGroup: string | undefined
  readonly resourceUri: string | undefined
  readonly resourceProvider: string | undefined
  readonly resourceType: string | undefined
  readonly correlationId: string | undefined
  readonly caller: string | undefined
  readonly status: string | undefined
}

/** By name in lower case; the values as this file calls them. */
const names = new Map<string, keyof Omit<ActivityFilter, 'from' | 'to'>>([
  ['resourcegroupname', 'resourceGroup'],
  ['resourceuri', 'resourceUri'],
  ['resourceid', 'resourceUri'],
  ['resourceprovider', 'resourceProvider'],
  ['resourcetype', 'resourceType'],
  ['correlationid', 'correlationId'],
  ['caller', 'caller'],
  ['status', 'status'],
])

/** All that is kept. */
export function everything(now: number): ActivityFilter {
  return { ...nothingSaid(now), from: 0 }
}

/** `now` ends a range without an end. Throws 400 for what is not understood. */
export function readActivityFilter(text: string, now: number): ActivityFilter {
  const found: { -readonly [name in keyof ActivityFilter]: ActivityFilter[name] } = {
    ...nothingSaid(now),
  }
  for (const term of text.trim().split(/\s+and\s+/i)) {
    const [, member = '', operator = '', value = ''] = /^(\w+)\s+(eq|ge|le)\s+'?([^']*?)'?$/i.exec(term) ?? []
    const name = names.get(member.toLowerCase())
    const isTime = member.toLowerCase() === 'eventtimestamp'
    if (isTime && /^ge$/i.test(operator)) found.from = timeIn(value, text)
    else if (isTime && /^le$/i.test(operator)) found.to = timeIn(value, text)
    else if (name !== undefined && /^eq$/i.test(operator)) found[name] = value
    else throw unsupported(text)
  }
  if (Number.isNaN(found.from)) throw unsupported(text)
  return found
}

function nothingSaid(now: number): ActivityFilter {
  return {
    from: Number.NaN,
    to: now,
    resourceGroup: undefined,
    resourceUri: undefined,
    resourceProvider: undefined,
    resourceType: undefined,
    correlationId: undefined,
    caller: undefined,
    status: undefined,
  }
}

function timeIn(value: string, text: string): number {
  const at = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(hasZone(value) ? value : `${value}Z`) : Number.NaN
  if (Number.isNaN(at)) throw unsupported(text)
  return at
}

/** A time without a zone is meant in UTC. */
function hasZone(value: string): boolean {
  return !value.includes('T') || /(Z|[+-]\d\d:?\d\d)$/i.test(value)
}

function unsupported(text: string): ArmError {
  return new ArmError(
    400,
    'BadRequest',
    `The filter '${text.slice(0, 200)}' is not supported. It needs eventTimestamp ge '…', and may have, joined by 'and': eventTimestamp le '…', ` +
      "and resourceGroupName, resourceUri, resourceProvider, resourceType, correlationId, caller or status eq '…'.",
  )
}
