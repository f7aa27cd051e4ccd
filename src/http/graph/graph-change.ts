// A request to the directory as `Carrel.Identity` would name it, so that one log tells of both.

import type { GraphAnswer } from './graph-call.ts'

const namespace = 'Carrel.Identity'

export interface NamedChange {
  readonly action: string
  readonly target: string
}

/** `segments` as `graphSegments` reads them; `answered`: what a creation made. */
export function graphChange(method: string, segments: readonly string[], answered?: GraphAnswer): NamedChange {
  const [first = '', name, below] = segments
  const list = first.toLowerCase() === 'applications' ? 'servicePrincipals' : first
  const made = answered !== undefined && 'object' in answered ? answered.object.document.id : undefined
  const id = name ?? made
  return {
    action: `${namespace}/${permissionOf(method, list, below)}`,
    target: `/providers/${namespace}/${list}${id === undefined ? '' : `/${id}`}`,
  }
}

function permissionOf(method: string, list: string, below: string | undefined): string {
  const end = method === 'DELETE' ? 'delete' : 'write'
  if (below === undefined) return `${list}/${end}`
  return /password$/i.test(below) ? `${list}/resetSecret/action` : `${list}/${below}/${end}`
}
