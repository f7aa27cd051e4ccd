// One request to the directory, and how its address is read.

import { ArmError } from '../../base/errors.ts'
import type { DirectoryParts } from '../../identity/directory/directory-parts.ts'
import type { Principal } from '../../identity/principal.ts'
import type { GraphObject } from './graph-documents.ts'

export interface GraphSettings extends DirectoryParts {
  readonly tenantId: string
}

export interface GraphCall {
  /** What stands in place of each `*` of the route's path. */
  readonly names: readonly string[]
  readonly query: URLSearchParams
  readonly body: unknown
  readonly caller: Principal
  readonly correlationId: string
  readonly settings: GraphSettings
}

/** What is said; how it is spelled is the dialect's. */
export type GraphAnswer =
  | { readonly status: 200 | 201; readonly object: GraphObject }
  | {
      readonly status: 200
      readonly page: { readonly objects: readonly GraphObject[]; readonly next: string | undefined }
    }
  | { readonly status: 200; readonly values: readonly unknown[] }
  /** As it is, in either dialect. */
  | { readonly status: 200; readonly document: Readonly<Record<string, unknown>> }
  | { readonly status: 204 }

export interface GraphRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the version or tenant; `*` is one name. */
  readonly path: string
  handle(call: GraphCall): Promise<GraphAnswer>
}

/** `users('ada')`, `servicePrincipals(appId='…')` and `users/ada` are one address. Compared without regard to case. */
export function graphSegments(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded)
    .flatMap((segment) => {
      const [, list = '', name = ''] = /^(\w+)\((?:appId=)?'(.{1,200})'\)$/i.exec(segment) ?? []
      return list === '' ? [segment] : [list, name.replaceAll("''", "'")]
    })
}

/** The names in place of each `*`; undefined: another path. */
export function namesIn(path: string, segments: readonly string[]): string[] | undefined {
  const pattern = path.split('/')
  if (pattern.length !== segments.length) return undefined
  const isMatch = pattern.every((word, at) => word === '*' || word.toLowerCase() === segments[at]?.toLowerCase())
  return isMatch ? segments.filter((_, at) => pattern[at] === '*') : undefined
}

export function notFoundInGraph(name: string): ArmError {
  const message = `Resource '${name.slice(0, 120)}' does not exist or one of its queried reference-property objects are not present.`
  return new ArmError(404, 'Request_ResourceNotFound', message)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch (cause) {
    throw new ArmError(400, 'Request_BadRequest', 'The address cannot be read.', { cause })
  }
}
