// A read or question that is not a stored resource: usages, sizes, provider lists, name checks.

import type { Store } from '../store/store.ts'
import type { Home } from './home.ts'
import type { Operations } from './operations.ts'
import type { Address } from './resource-id.ts'
import type { AnyResourceType, Caller } from './resource-type.ts'

export interface EndpointRequest {
  readonly address: Address
  readonly apiVersion: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly caller: Caller
  readonly store: Store
  readonly offered: readonly OfferedType[]
  readonly types: readonly AnyResourceType[]
  /** For an endpoint that changes resources; what it needs of rights is its own `action`. */
  readonly operations: Operations
  /** May the caller do this exactly there? */
  can(action: string, scopeId: string): boolean
  /** Has the caller any role there, above or below, whatever it gives? */
  holdsAny(scopeId: string): boolean
}

/** What is offered of one provider, for its public list. */
export interface OfferedType {
  readonly namespace: string
  /** Without the namespace: `workspaces/computes`. */
  readonly type: string
  /** Newest first. */
  readonly apiVersions: readonly string[]
}

export interface ArmAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Of a rehearsed PUT: the body as policies have completed it. It is not sent. */
  readonly asked?: unknown
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PUT' | 'PATCH' | 'DELETE'
  readonly kind: 'collection' | 'resource'
  readonly home: Home
  /** Address type, as `resource-id.ts` reads it. */
  readonly type: string
  readonly apiVersions: readonly string[]
  /** The action a caller needs at the address's scope; undefined: whoever is signed in (the answer filters itself). */
  readonly action: string | undefined
  /** True: the answer holds only what the caller may see, so a role somewhere below the address's scope will do. */
  readonly isFiltered?: boolean
  /** True: the action is needed at the subscription of the address, which itself is no place to have a role at. */
  readonly isAtSubscription?: boolean
  /** What is the caller's own needs no role; undefined: nothing is. */
  isOwn?(address: Address, caller: Caller): boolean
  /** True: a POST that only reads and hands out nothing that gives access, so that a ReadOnly lock lets it be. */
  readonly isQuestion?: boolean
  /** True: it asks about other types and is none itself, so its provider's list leaves it out. */
  readonly isUnlisted?: boolean
  handle(request: EndpointRequest): Promise<ArmAnswer>
}
