// Reading ARM addresses. Compared without regard to case, shown as they were first written; empty segments collapse,
// because official clients send them (`//subscriptions`, a trailing slash).

import { ArmError } from '../base/errors.ts'

/** What a request's path points at. `scopeKey` is where authorization starts: the resource itself or its container. */
export type Address =
  | {
      readonly kind: 'resource'
      readonly type: string
      readonly id: string
      readonly parentId: string
      readonly name: string
    }
  | { readonly kind: 'collection'; readonly type: string; readonly parentId: string }

const nothing: Address = { kind: 'collection', type: '', parentId: '' }
const maxSegmentLength = 260

export const subscriptionType = 'Microsoft.Resources/subscriptions'
export const groupType = 'Microsoft.Resources/subscriptions/resourceGroups'

/** Splits and decodes a path; refuses segments that could be read as another path. */
export function pathSegments(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      const text = decode(segment)
      if (text.length > maxSegmentLength || /[/\\?#%<>&:\p{Cc}]/u.test(text) || /^\.+$/.test(text))
        throw badSegment(segment)
      return text
    })
}

/** A path of alternating type and name, after an optional scope and `/providers/{namespace}`. */
export function parseAddress(segments: readonly string[]): Address {
  const at = lastIndexOfProviders(segments)
  if (at >= 0 && segments.length > at + 2) return parseProviderPath(segments, at)
  const [first, subscription, second, group, ...rest] = segments
  if (!same(first, 'subscriptions') || rest.length > 0) {
    const [tenantType] = segments
    return segments.length === 1 && tenantType
      ? { kind: 'collection', type: `Microsoft.Resources/${tenantType}`, parentId: '' }
      : nothing
  }
  if (subscription === undefined) return { kind: 'collection', type: subscriptionType, parentId: '' }
  const parentId = `/subscriptions/${subscription}`
  if (second === undefined)
    return { kind: 'resource', type: subscriptionType, id: parentId, parentId: '', name: subscription }
  const type = same(second, 'resourcegroups') ? groupType : `${subscriptionType}/${second}`
  if (group === undefined) return { kind: 'collection', type, parentId }
  const id = same(second, 'resourcegroups') ? `${parentId}/resourceGroups/${group}` : `${parentId}/${second}/${group}`
  return { kind: 'resource', type, id, parentId, name: group }
}

/** Every scope a role assignment could stand at to cover this id, widest first: '' is the root. */
export function scopeKeysOf(id: string): string[] {
  const segments = id.toLowerCase().split('/').filter(Boolean)
  const keys = ['']
  for (let length = 2; length <= segments.length; length += 2) keys.push(`/${segments.slice(0, length).join('/')}`)
  return keys
}

export function keyOf(id: string): string {
  return id.toLowerCase()
}

export function subscriptionOf(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]
}

export function groupIdOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/i.exec(id)?.[0]
}

function parseProviderPath(segments: readonly string[], at: number): Address {
  const namespace = segments[at + 1]
  const scope = canonicalScope(segments.slice(0, at))
  const pairs = segments.slice(at + 2)
  const types = pairs.filter((_, index) => index % 2 === 0)
  const type = [namespace, ...types].join('/')
  const isCollection = pairs.length % 2 === 1
  const name = pairs.at(-1) ?? ''
  const parentPairs = pairs.slice(0, isCollection ? -1 : -2)
  const parentId = parentPairs.length === 0 ? scope : `${scope}/providers/${[namespace, ...parentPairs].join('/')}`
  if (isCollection) return { kind: 'collection', type, parentId }
  return { kind: 'resource', type, id: `${scope}/providers/${[namespace, ...pairs].join('/')}`, parentId, name }
}

/** Ids the server mints read `/resourceGroups/` whatever the client wrote (`wire.md` §1.3: one client compares exactly). */
function canonicalScope(segments: readonly string[]): string {
  if (segments.length === 0) return ''
  return `/${segments.map((segment, index) => (index === 2 && same(segment, 'resourcegroups') ? 'resourceGroups' : segment)).join('/')}`
}

function lastIndexOfProviders(segments: readonly string[]): number {
  return segments.findLastIndex((segment, index) => same(segment, 'providers') && index % 2 === 0)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch (cause) {
    throw new ArmError(400, 'InvalidRequestUri', `The path segment '${segment.slice(0, 80)}' is not valid.`, { cause })
  }
}

function badSegment(segment: string): ArmError {
  return new ArmError(
    400,
    'InvalidRequestUri',
    `The path segment '${segment.slice(0, 80)}' has characters a resource id cannot have.`,
  )
}

function same(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b
}
