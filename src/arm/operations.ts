// The verbs, once for all types. A change is: read the row → parse → admit → one accepted row (with its operation, quota
// and claims) → answer. Nothing here talks to an engine: the controller is nudged and does the work.

import type { Clock } from '../base/clock.ts'
import { ArmError } from '../base/errors.ts'
import { timeOrderedId } from '../base/time-ordered-id.ts'
import { Turns } from '../base/turns.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { AcceptedChange, NewOperation, Store } from '../store/store.ts'
import { ClaimTaken, RevisionConflict } from '../store/store-errors.ts'
import { Admission } from './admission.ts'
import type { ArmAnswer } from './endpoint.ts'
import type { Governor } from './governor.ts'
import { type LockedChange, lockType, refuseLocked } from './locks.ts'
import { missing, notFound } from './not-found.ts'
import { followHeaders } from './operation-document.ts'
import { deletePart, getPart, type PartStore, putPart } from './parts.ts'
import { etagOf, type Precondition, requirePrecondition } from './precondition.ts'
import { previewRecord } from './preview-record.ts'
import { renderResource } from './render-resource.ts'
import { groupIdOf, keyOf } from './resource-id.ts'
import type { AnyResourceType, ArmDesired, Caller, ChangeAction, Person } from './resource-type.ts'
import { armErrorOf } from './store-faults.ts'
import type { Envelope, Tags } from './wire.ts'

export interface OperationsOptions {
  readonly store: Store
  readonly clock: Clock
  /** Tells the controller to look now. */
  nudge(): void
  findPerson(objectId: string): Promise<Person | undefined>
  /** Undefined: nothing but rights and locks bounds what may be asked for. */
  readonly governor?: Governor
}

/** One request at one resource. */
export interface Target {
  readonly type: AnyResourceType
  readonly id: string
  readonly parentId: string
  readonly name: string
  readonly apiVersion: string
  readonly caller: Caller
  /** Undefined: whatever is there. */
  readonly precondition?: Precondition
}

/** Times a decision is taken anew because the row changed under it, before the caller is told of the conflict. */
const maxAttempts = 20

export class Operations {
  readonly #store: Store
  readonly #clock: Clock
  readonly #nudge: () => void
  readonly #turns = new Turns()
  readonly #parts: PartStore
  readonly #governor: Governor | undefined
  readonly #admission: Admission

  constructor({ store, clock, nudge, findPerson, governor }: OperationsOptions) {
    this.#store = store
    this.#clock = clock
    this.#nudge = nudge
    this.#parts = { store, clock, governor }
    this.#governor = governor
    this.#admission = new Admission({ store, findPerson, governor })
  }

  async get(target: Target): Promise<ArmAnswer> {
    if (target.type.part) return getPart(this.#parts, target)
    const record = await this.#found(target)
    return { status: 200, body: await this.#render(target, record), headers: { etag: etagOf(record) } }
  }

  async put(target: Target, body: Envelope): Promise<ArmAnswer> {
    if (target.type.part) return putPart(this.#parts, target, body)
    return this.#write(target, () => body)
  }

  /**
   * All that a PUT is checked for, with nothing written; answers what it would. What is fetched from parents yet to be made
   * is left out, and then there is no body.
   */
  async rehearse(target: Target, body: Envelope): Promise<ArmAnswer> {
    const { type } = target
    try {
      if (type.type !== lockType) await refuseLocked(this.#store, target.id, 'write')
      const previous = type.part ? undefined : await this.#store.get(keyOf(target.id))
      refuseWhileDeleting(previous)
      const ancestors = livingAncestors(target)
      const hasParents = (await this.#store.getAll(ancestors)).length === ancestors.length
      const { complete: _complete, ...withoutParents } = type
      const checked = hasParents ? target : { ...target, type: withoutParents }
      const { value: desired, body: asked } = await this.#admission.put(checked, previous, { body, isRehearsal: true })
      if (!hasParents || type.part) return { status: 200, asked }
      const record = previewRecord(target, { previous, desired, now: this.#clock.now() })
      return { status: 200, body: await this.#render(target, record), asked }
    } catch (error) {
      throw armErrorOf(error, type)
    }
  }

  /** A PATCH changes what it names, where its type says how; else it replaces tags, and nothing else may be sent. */
  async patch(target: Target, body: Envelope): Promise<ArmAnswer> {
    const { type } = target
    if (!(await this.#takesMoreThanTags(target, body))) {
      return this.retag(target, (tags) => {
        refuseBeyondTags(type, body)
        return body.tags ?? tags
      })
    }
    return this.#write(target, (previous) => {
      if (!previous) throw missing(target.id)
      return type.patched?.(previous as ResourceRecord<never>, body) ?? body
    })
  }

  async #takesMoreThanTags({ type, id }: Target, body: Envelope): Promise<boolean> {
    if (type.patched === undefined) return false
    const record = await this.#store.get(keyOf(id))
    return record === undefined || type.patched(record as ResourceRecord<never>, body) !== undefined
  }

  /** `bodyOf` is pure: it is called again when the row changed in between. */
  async #write(target: Target, bodyOf: (previous: ResourceRecord | undefined) => Envelope): Promise<ArmAnswer> {
    const { type } = target
    return this.#deciding(target, 'write', async (previous) => {
      refuseWhileDeleting(previous)
      const { value: desired, accepted } = await this.#admission.put(target, previous, { body: bodyOf(previous) })
      const operation = this.#newOperation(target, {
        verb: previous ? 'Update' : 'Create',
        deadlineMs: (previous ? type.deadlinesMs.update : type.deadlinesMs.create) + extraTime(type, desired),
        supersedes: false,
      })
      const record = await this.#store.accept({ ...this.#change(target, previous, desired), operation })
      await accepted()
      const status = previous ? (type.updatedStatus ?? 200) : (type.createdStatus ?? 201)
      const headers = { etag: etagOf(record), ...(await this.#follow(target, operation)) }
      return status === 202 ? { status, headers } : { status, headers, body: await this.#render(target, record) }
    })
  }

  /** `change` is pure: it is called again when the row changed in between. */
  async retag(target: Target, change: (tags: Tags) => Tags): Promise<ArmAnswer> {
    return this.#deciding(target, 'write', async (previous) => {
      if (!previous) throw await notFound(this.#store, target.id)
      refuseWhileDeleting(previous)
      const { tags, ...rest } = previous.desired as ArmDesired
      const retagged = { ...rest, tags: change(tags ?? {}) }
      const { value: desired, accepted } = await this.#admission.change(target, previous, retagged)
      const operation = this.#newOperation(target, {
        verb: 'Update',
        deadlineMs: target.type.deadlinesMs.update,
        supersedes: false,
      })
      const record = await this.#store.accept({ ...this.#change(target, previous, desired), operation })
      await accepted()
      const headers = { etag: etagOf(record), ...(await this.#follow(target, operation)) }
      return { status: 200, body: await this.#render(target, record), headers }
    })
  }

  async delete(target: Target): Promise<ArmAnswer> {
    const { type, caller } = target
    if (type.part) return deletePart(this.#parts, target)
    return this.#deciding(target, 'delete', async (previous) => {
      if (!previous) return this.#absent(target)
      const running = await this.#store.lastOperation(previous.key)
      const isUnderWay = previous.deletedAt !== undefined && running?.status === 'InProgress'
      if (isUnderWay && running) return { status: 202, headers: followHeaders(running, caller, target.apiVersion) }
      const refusal = type.refuseDelete?.(previous)
      if (refusal) throw refusal
      const shown = await this.#render(target, previous)
      await this.#governor?.delete(target, previous)
      const operation = this.#newOperation(target, {
        verb: 'Delete',
        deadlineMs: type.deadlinesMs.delete,
        supersedes: true,
      })
      await this.#store.accept({
        ...this.#change(target, previous, previous.desired),
        isDelete: true,
        requireLive: [],
        operation,
      })
      if (operation.isInstant) return { status: 200, body: shown }
      return { status: 202, headers: await this.#follow(target, operation) }
    })
  }

  async act(
    target: Target,
    action: ChangeAction<unknown, unknown>,
    body: () => unknown = () => undefined,
  ): Promise<ArmAnswer> {
    return this.#deciding(target, 'action', async (previous) => {
      if (!previous) throw await notFound(this.#store, target.id)
      refuseWhileDeleting(previous)
      const refusal = action.refuse?.(previous)
      if (refusal) throw refusal
      const { value: desired, accepted } = await this.#admission.act(target, previous, action.apply(previous, body))
      const operation = this.#newOperation(target, {
        verb: action.verb,
        deadlineMs: action.deadlineMs + extraTime(target.type, desired),
        supersedes: action.isAtOnce !== true,
      })
      const record = await this.#store.accept({ ...this.#change(target, previous, desired), operation })
      await accepted()
      if (action.endsWith !== undefined) return { status: action.endsWith }
      if (action.isAtOnce) return { status: 200, body: action.answer?.(record) }
      return { status: 202, headers: await this.#follow(target, operation) }
    })
  }

  /** Reads, decides and writes; reads again when the row changed in between. */
  async #deciding(
    target: Target,
    change: LockedChange,
    decide: (previous: ResourceRecord | undefined) => Promise<ArmAnswer>,
  ): Promise<ArmAnswer> {
    const once = async () => {
      if (target.type.type !== lockType) await refuseLocked(this.#store, target.id, change)
      const previous = await this.#store.get(keyOf(target.id))
      requirePrecondition(target.precondition, previous)
      return decide(previous)
    }
    let pool: string | undefined
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await (pool === undefined ? once() : this.#turns.take(pool, once))
        this.#nudge()
        return answer
      } catch (error) {
        throwUnlessRetried(error, target, attempt)
        // Many who lost the same value would all pick the next one: from here on one picks after the other.
        if (isPoolRace(error, target.type)) pool = target.type.pooledClaim
      }
    }
  }

  #change(target: Target, previous: ResourceRecord | undefined, desired: unknown): Omit<AcceptedChange, 'operation'> {
    const { type, caller } = target
    return {
      id: previous?.id ?? target.id,
      type: type.type,
      parentKey: keyOf(target.parentId),
      name: previous?.name ?? target.name,
      ifRevision: previous?.revision,
      desired,
      isDelete: false,
      actor: caller.actor,
      at: this.#clock.now(),
      firesAt: this.#firesAt(type, previous, desired),
      holding: type.holdingOf?.(desired),
      queued: type.queuedOf?.(desired, previous?.observed),
      claims: type.claimsOf?.(desired, previous?.name ?? target.name, keyOf(target.id)) ?? [],
      requireLive: previous ? [] : livingAncestors(target),
    }
  }

  /** What is due and not yet done stays so. */
  #firesAt(type: AnyResourceType, previous: ResourceRecord | undefined, desired: unknown): number | undefined {
    const after = Math.min(this.#clock.now(), (previous?.firesAt ?? Number.POSITIVE_INFINITY) - 1)
    return type.firing?.next(desired, after)
  }

  #newOperation(target: Target, change: { verb: string; deadlineMs: number; supersedes: boolean }): NewOperation {
    return {
      id: target.caller.step?.operationId ?? timeOrderedId(this.#clock.now()),
      verb: change.verb,
      trigger: 'User',
      correlationId: target.caller.correlationId,
      deadline: this.#clock.now() + change.deadlineMs,
      supersedes: change.supersedes,
      isInstant: isInstant(target.type, change.verb),
    }
  }

  async #follow(target: Target, operation: NewOperation): Promise<Record<string, string>> {
    const record = operation.isInstant ? undefined : await this.#store.operation(operation.id)
    return record ? followHeaders(record, target.caller, target.apiVersion) : {}
  }

  async #found(target: Target): Promise<ResourceRecord> {
    const record = await this.#store.get(keyOf(target.id))
    if (!record) throw await notFound(this.#store, target.id)
    return record
  }

  /** DELETE of what is not there is success, unless it is a group or its group is not there either. */
  async #absent(target: Target): Promise<ArmAnswer> {
    const error = await notFound(this.#store, target.id)
    if (error.code === 'ResourceNotFound') return { status: 204 }
    throw error
  }

  async #render(target: Target, record: ResourceRecord): Promise<Record<string, unknown>> {
    const lastOperation = await this.#store.lastOperation(record.key)
    return renderResource(target.type, {
      record: record as ResourceRecord<ArmDesired>,
      lastOperation,
      apiVersion: target.apiVersion,
    })
  }
}

function extraTime(type: AnyResourceType, desired: unknown): number {
  return type.extraTimeMs?.(desired) ?? 0
}

function isInstant(type: AnyResourceType, verb: string): boolean {
  const hasWork = type.reconcile !== undefined || type.fleet !== undefined
  return !hasWork || (type.isCompleteAsWritten === true && verb !== 'Delete')
}

function throwUnlessRetried(error: unknown, { id, type }: Target, attempt: number): void {
  const isConflict = error instanceof RevisionConflict || isPoolRace(error, type)
  if (!isConflict) throw armErrorOf(error, type)
  if (attempt < maxAttempts) return
  throw new ArmError(409, 'Conflict', `'${id}' is being changed by somebody else. Try again.`, { cause: error })
}

/** Two requests picked the same free value; picking again finds another. */
function isPoolRace(error: unknown, type: AnyResourceType): boolean {
  return error instanceof ClaimTaken && error.claim.kind === type.pooledClaim
}

function refuseBeyondTags({ type }: AnyResourceType, body: Envelope): void {
  const unsupported = Object.entries(body).find(
    ([name, value]) => name !== 'tags' && value !== undefined && value !== null,
  )
  if (!unsupported) return
  throw new ArmError(
    400,
    'PropertyChangeNotAllowed',
    `PATCH of '${type}' takes 'tags' only; send '${unsupported[0]}' with PUT.`,
    { target: unsupported[0] },
  )
}

function refuseWhileDeleting(previous: ResourceRecord | undefined): void {
  if (previous?.deletedAt === undefined) return
  throw new ArmError(409, 'Conflict', `'${previous.id}' is being deleted. Wait until it is gone, then create it again.`)
}

/** The group and the parent must be there and stay there until the row is written. The root has no row. */
function livingAncestors(target: Target): string[] {
  const group = groupIdOf(target.parentId)
  const ancestors = [...(group === undefined ? [] : [group]), target.parentId]
  return [...new Set(ancestors.map(keyOf))].filter((key) => key !== '')
}
