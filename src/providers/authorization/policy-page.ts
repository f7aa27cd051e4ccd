import type { EndpointRequest } from '../../arm/endpoint.ts'
import { ArmError } from '../../base/errors.ts'

const most = 1_000

/** `$top` of them, from where the `$skipToken` says; the next link follows where there are more. */
export function pageOf<T>(
  all: readonly T[],
  { query, caller, address }: EndpointRequest,
): { value: T[]; nextLink?: string } {
  const top = numberIn(query.get('$top'), '$top') ?? most
  const from = numberIn(query.get('$skipToken'), '$skipToken') ?? 0
  const size = Math.min(Math.max(top, 1), most)
  const value = all.slice(from, from + size)
  if (from + size >= all.length) return { value }
  const next = new URLSearchParams(query)
  next.set('$skipToken', String(from + size))
  const place = address.kind === 'resource' ? address.id : `${address.parentId}/providers/${address.type}`
  return { value, nextLink: `${caller.baseUrl}${place}?${next.toString()}` }
}

function numberIn(text: string | null, name: string): number | undefined {
  if (text === null || text === '') return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new ArmError(400, 'InvalidQueryParameter', `'${name}' must be a number.`, { target: name })
}
