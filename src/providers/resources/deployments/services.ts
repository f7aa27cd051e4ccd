// What deployments are given by whoever puts the server together.

import type { ArmAnswer, OfferedType } from '../../../arm/endpoint.ts'
import type { AnyResourceType, Caller } from '../../../arm/resource-type.ts'
import type { Clock } from '../../../base/clock.ts'
import type { Sealer } from '../../../identity/seal.ts'
import type { Store } from '../../../store/store.ts'
import type { FetchLink } from './links/fetch-link.ts'

/** A request at the ARM surface in somebody's name: routed, authorised and admitted like one that came over HTTP. */
export interface ArmQuestion {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Path of the address, without the query. */
  readonly path: string
  readonly apiVersion: string
  readonly body?: unknown
  readonly caller: Caller
  /** Beside the api-version. */
  readonly query?: Readonly<Record<string, string>>
  /** True: a PUT is checked in all respects, and nothing is written. */
  readonly isRehearsal?: boolean
}

/** The one way a deployment reads or changes anything. */
export interface ArmDoor {
  /** Throws ArmError as ARM would answer; 403 too when the caller's account no longer counts. */
  ask(question: ArmQuestion): Promise<ArmAnswer>
  /** Told of what should not have happened and reaches nobody by itself. */
  report(error: unknown): void
  offered(): readonly OfferedType[]
  types(): readonly AnyResourceType[]
}

export interface DeploymentServices {
  readonly store: Store
  readonly clock: Clock
  readonly sealer: Pick<Sealer, 'seal' | 'open'>
  readonly door: ArmDoor
  /** Scheme and host of the installation. */
  readonly endpoint: string
  /** Under which the addresses of what is only stored stand. */
  readonly domain: string
  readonly fetchLink: FetchLink
}
