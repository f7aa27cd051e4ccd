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

/** A path of alternating types and names: below the root, or after a scope and `/providers/{namespace}`. */
export function parseAddress(segments: readonly string[]): Address {
  const at = segments.findLastIndex((segment, index) => index % 2 === 0 && segment.toLowerCase() === 'providers')
  const namespace = at < 0 ? undefined : segments[at + 1]
  if (namespace === undefined || segments.length === at + 2) {
    return addressOf({ namespace: 'Microsoft.Resources', prefix: '', pairs: segments })
  }
  const scope = idOf(segments.slice(0, at))
  return addressOf({ namespace, prefix: `${scope}/providers/${namespace}`, scope, pairs: segments.slice(at + 2) })
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

export function subscriptionIdOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+/i.exec(id)?.[0]
}

export function groupIdOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/i.exec(id)?.[0]
}

interface Path {
  readonly namespace: string
  /** What stands before the first pair. */
  readonly prefix: string
  /** Parent of the first pair, where that is not the prefix. */
  readonly scope?: string
  readonly pairs: readonly string[]
}

function addressOf({ namespace, prefix, scope = prefix, pairs }: Path): Address {
  const type = [namespace, ...pairs.filter((_, index) => index % 2 === 0)].join('/')
  const isCollection = pairs.length % 2 === 1
  const parentPairs = pairs.slice(0, isCollection ? -1 : -2)
  const parentId = parentPairs.length === 0 ? scope : prefix + idOf(parentPairs)
  if (isCollection) return { kind: 'collection', type, parentId }
  return { kind: 'resource', type, id: prefix + idOf(pairs), parentId, name: pairs.at(-1) ?? '' }
}

/** Ids the server mints read `/resourceGroups/` whatever the client wrote (one client compares exactly). */
function idOf(segments: readonly string[]): string {
  const spelled = segments.map((segment, index) => {
    const word = index % 2 === 0 ? segment.toLowerCase() : ''
    return word === 'resourcegroups' ? 'resourceGroups' : word === 'subscriptions' ? word : segment
  })
  return spelled.length === 0 ? '' : `/${spelled.join('/')}`
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
