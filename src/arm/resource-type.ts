// What a provider declares. A resource type is a table of what differs from the ordinary resource; the verbs themselves
// are in `operations.ts`, once for all types.

import type { ArmError, ErrorDetail } from '../base/errors.ts'
import type { Reconcile } from '../control/reconcile.ts'
import type { FleetType } from '../fleet/fleet.ts'
import type { Actor, OperationRecord, Queued, QuotaHolding, ResourceRecord } from '../store/records.ts'
import type { Claim, Firing, Store } from '../store/store.ts'
import type { Home } from './home.ts'
import type { Envelope } from './wire.ts'

/** Desired of every ARM resource; the type adds its own. */
export interface ArmDesired {
  readonly location?: string
  readonly tags?: Readonly<Record<string, string>>
}

/** Who asks, and in which conversation. */
export interface Caller {
  readonly actor: Actor
  readonly correlationId: string
  /** Scheme and host the client used: links are minted under it. */
  readonly baseUrl: string
  /** Set when a deployment asks in the caller's name. */
  readonly step?: DeploymentStep
}

/** One change that a deployment makes, so that it is made once however often the server is killed. */
export interface DeploymentStep {
  /** Of the operation to record; the same each time this step is tried. A UUID. */
  readonly operationId: string
  /** Of deployments in one another; 1 for what a person asked for. */
  readonly depth: number
  /** True: what the step writes may hold secrets of the deployment, wherever they stand in it. */
  readonly hasSecrets: boolean
  /** What of it is kept from readers, as far as it is known. */
  readonly secrets: readonly string[]
  /** Of a deployment in another: how many resources it may have, with those in it. */
  readonly allowance?: number
}

/** A place that is somebody's, and what one must be allowed there to put something of one's own into it. */
export interface Join {
  readonly id: string
  readonly action: string
}

/** What parse and admit may look at; fetched before, so that they stay pure. */
export interface PutInput<D> {
  readonly id: string
  readonly name: string
  readonly body: Envelope
  readonly apiVersion: string
  readonly previous: ResourceRecord<D> | undefined
  readonly caller: Caller
  /** Values of the type's `pooledClaim` that others hold. */
  readonly taken: ReadonlySet<string>
  /** Those of `refersTo` who exist, by object id. */
  readonly people: ReadonlyMap<string, Person>
}

/** A user, service principal or group, as far as other resources speak of it. */
export interface Person {
  readonly objectId: string
  readonly name: string
  readonly kind: 'User' | 'ServicePrincipal' | 'Group'
}

/** A change that somebody with the action for it asks for; `body` of a PUT. */
export interface AskedChange {
  readonly id: string
  readonly parentId: string
  readonly verb: 'put' | 'delete'
  readonly body: Envelope
  readonly caller: Caller
  readonly store: Store
}

export interface ListFilter<D> {
  /** Parents to list in place of the one the path names; `any`: all there are, for `matches` to choose from. */
  readonly parentKeys?: readonly string[] | 'any'
  matches(record: ResourceRecord<D>): boolean | Promise<boolean>
}

/** A resource as it is shown. */
export interface View<D, O> {
  readonly record: ResourceRecord<D, O>
  readonly lastOperation: OperationRecord | undefined
  readonly apiVersion: string
}

/** The type's own part of the document; id, name, type, tags, location and provisioningState are added for it. */
export interface Rendered {
  readonly properties: Readonly<Record<string, unknown>>
  readonly [topLevel: string]: unknown
}

/** What every action may say of itself. */
interface AnyAction {
  /** What a caller needs, below the type: `read`, `updateSchedules/action`. The action's own unless given. */
  readonly permission?: string
  /** True: a POST that only reads and hands out nothing that gives access, so that a ReadOnly lock lets it be. */
  readonly isQuestion?: boolean
}

/** A POST that changes desired (`apply`), answered 202 and followed like any operation. */
export interface ChangeAction<D, O> extends AnyAction {
  readonly kind: 'change'
  readonly verb: string
  readonly deadlineMs: number
  /** True: answered 200, and what runs goes on; there is nothing to wait for. */
  readonly isAtOnce?: boolean
  /** Answered with this at once, though what runs ends as canceled: for an action that only ends it. */
  readonly endsWith?: 204
  /** What one that is at once answers with; nothing unless given. */
  answer?(record: ResourceRecord<D, O>): unknown
  /** Pure; may be called again. `body` throws ArmError 400 for one that is not JSON. */
  apply(record: ResourceRecord<D, O>, body: () => unknown): D
  /** Why it cannot be done now; undefined: it can. */
  refuse?(record: ResourceRecord<D, O>): ArmError | undefined
}

export interface AnswerContext {
  readonly store: Store
  readonly body: unknown
  readonly query: URLSearchParams
  readonly caller: Caller
}

/** A POST that only answers, or a GET beside the resource. */
export interface AnswerAction<D, O> extends AnyAction {
  readonly kind: 'answer'
  readonly method?: 'GET'
  answer(view: View<D, O>, context: AnswerContext): Promise<unknown>
}

/** For a type that has no rows, because its resources are parts of their parent's document: subnets of a network. */
export interface PartOf<D> {
  /** Of the parent's desired, in its order. */
  list(parent: unknown): readonly { readonly name: string; readonly desired: D }[]
  /** The parent's desired with a part written, or taken out (`undefined`). Throws ArmError where that cannot be. */
  write(parent: unknown, name: string, desired: D | undefined): unknown
}

export type Action<D, O> = ChangeAction<D, O> | AnswerAction<D, O>

/** For types with schedules. Both are pure and quick: they run for thousands of rows in a row. */
export interface FiringRule<D, O> {
  /** When it is next due after `after`; undefined: never. Epoch milliseconds. */
  next(desired: D, after: number): number | undefined
  /** What it wants now that it is due. */
  fire(record: ResourceRecord<D, O>, now: number): Firing
}

export interface ResourceType<D extends ArmDesired = ArmDesired, O = unknown> {
  /** `Namespace/type/subtype`, in the spelling it is shown in. */
  readonly type: string
  /** Ascending; the first is the oldest that is understood. */
  readonly apiVersions: readonly string[]
  /** Where it lives: under a subscription, a group, another resource, or any scope at all. */
  readonly home: Exclude<Home, 'tenant' | 'tenantResource'>
  /** Tracked resources have a location and tags. */
  readonly isTracked: boolean
  readonly verbs: readonly ('get' | 'list' | 'put' | 'patch' | 'delete')[]
  readonly deadlinesMs: { readonly create: number; readonly update: number; readonly delete: number }
  /** What a PUT that creates it answers, as published; 201 unless given. 202 has no body: where to follow is in its headers. */
  readonly createdStatus?: 200 | 201 | 202
  /** What a PUT of what is there answers, as published; 200 unless given. */
  readonly updatedStatus?: 200 | 201
  /** What every resource is shown with, and this type's published shape has not. */
  readonly omits?: readonly ('systemData' | 'provisioningState')[]
  /** Throws ArmError 400 with every fault found. */
  parse(input: PutInput<D>): D
  /** Faults that depend on what is there already. */
  admit?(next: D, input: PutInput<D>): readonly ErrorDetail[]
  /** Fetches what desired points to and must be kept with it; after every parse and action. Throws ArmError 400. */
  complete?(desired: D, parentKey: string, isNew: boolean): Promise<D>
  /** The PUT that a PATCH amounts to. Pure. Undefined, and a type without it: tags alone can be patched. */
  patched?(record: ResourceRecord<D, O>, body: Envelope): Envelope | undefined
  /** How much longer than `deadlinesMs` a change of this desired may take. */
  extraTimeMs?(desired: D): number
  render(view: View<D, O>): Rendered
  readonly actions?: Readonly<Record<string, Action<D, O>>>
  /** True: what is written is complete, and the reconcile only has the deletion to do. */
  readonly isCompleteAsWritten?: boolean
  readonly part?: PartOf<D>
  /** At most one of the two; neither: the resource is complete as written. */
  readonly reconcile?: Reconcile<D, O>
  readonly fleet?: FleetType<D, O>
  readonly firing?: FiringRule<D, O>
  /** Where it stands in line with this desired; its reconcile says so too. */
  queuedOf?(desired: D, observed: O | undefined): Queued | undefined
  holdingOf?(desired: D): QuotaHolding | undefined
  /** `key`: of the resource, for claims that nothing else makes unique. */
  claimsOf?(desired: D, name: string, key: string): readonly Claim[]
  /** Object ids the body speaks of; they are looked up before parse. */
  refersTo?(body: Envelope): readonly string[]
  /** A kind of claim of which parse picks a free value. */
  readonly pooledClaim?: string
  /** ARM's code and words when a claim is somebody else's. */
  claimFault?(claim: Claim): ErrorDetail
  /** Members beside `properties` that it reads; sent to another type they are refused. */
  readonly topLevel?: readonly ('identity' | 'sku' | 'kind' | 'zones')[]
  /** Actions that creating one needs at its parent, beside writing it (CI-111). */
  readonly createActions?: readonly string[]
  /** What a body that creates one joins it to, and the action that this takes there. */
  joins?(body: Envelope): readonly Join[]
  /**
   * Throws 403 when the action is not enough for this very change, and 400 where that hangs on other rows. For types that
   * give rights: their changes go one after the other.
   */
  refuseChange?(change: AskedChange): Promise<void>
  /** Who alone opens its apps and sees them start (CI-107); for types that have apps. */
  appOwnerId?(desired: D): string
  /** Labels of the apps that are there to be opened; of its claims all unless given. */
  appLabelsOf?(record: ResourceRecord<D, O>): readonly string[]
  /** What a list's `$filter` asks for, '' for none; undefined: not understood, or no filter. A type without this takes no filter. */
  readListFilter?(filter: string, parentId: string): ListFilter<D> | undefined
  /** Why it cannot be deleted now; undefined: it can. */
  refuseDelete?(record: ResourceRecord<D, O>): ArmError | undefined
  /** The query a DELETE must carry, if any. */
  checkDeleteQuery?(query: URLSearchParams, apiVersion: string): void
}

/** A type as the registry holds it. Each type's model is erased here: the registry pairs a row with the type that wrote it. */
// biome-ignore lint/suspicious/noExplicitAny: the one honest place, see above
export type AnyResourceType = ResourceType<any, any>

export function resourceType<D extends ArmDesired, O = unknown>(declaration: ResourceType<D, O>): ResourceType<D, O> {
  return declaration
}
