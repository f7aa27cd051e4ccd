// Resources without rows: each is a part of its parent's document, is written by writing the parent, and has the
// parent's ETag. Its changes stand in the parent's timeline; locks and roles are given to the parent.

import type { Clock } from '../base/clock.ts'
import { ArmError } from '../base/errors.ts'
import { timeOrderedId } from '../base/time-ordered-id.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { RevisionConflict } from '../store/store-errors.ts'
import type { ArmAnswer } from './endpoint.ts'
import { type Governor, ungoverned } from './governor.ts'
import { refuseLocked } from './locks.ts'
import { missing, notFound } from './not-found.ts'
import type { Target } from './operations.ts'
import { etagOf, requirePrecondition } from './precondition.ts'
import { renderResource } from './render-resource.ts'
import { keyOf } from './resource-id.ts'
import type { AnyResourceType, ArmDesired } from './resource-type.ts'
import { armErrorOf } from './store-faults.ts'
import type { Envelope } from './wire.ts'

export interface PartStore {
  readonly store: Store
  readonly clock: Clock
  readonly governor?: Governor | undefined
}

const maxAttempts = 20

export async function getPart({ store }: PartStore, target: Target): Promise<ArmAnswer> {
  const parent = await store.get(keyOf(target.parentId))
  const part = parent && partsOf(target.type, parent).find(({ key }) => key === keyOf(target.id))
  if (!parent || !part) throw await notFound(store, parent ? target.id : target.parentId)
  return { status: 200, body: shown(target, part), headers: { etag: etagOf(parent) } }
}

export async function putPart(parts: PartStore, target: Target, body: Envelope): Promise<ArmAnswer> {
  return deciding(parts, target, 'write', async (parent, previous) => {
    const { type, id, name, apiVersion, caller } = target
    const about = { id: previous?.id ?? id, name: previous?.name ?? name, apiVersion, previous, caller }
    const parse = (sent: Envelope): ArmDesired =>
      type.parse({ ...about, body: sent, taken: new Set(), people: new Map() })
    const asked = { target, previous, body, parse: async (sent: Envelope) => parse(sent), isRehearsal: false }
    const governed = (await parts.governor?.put(asked)) ?? ungoverned(body)
    const desired = blaming(governed.blamed, () => parse(governed.value))
    const written = await writeParent(parts, target, {
      parent,
      desired: type.part?.write(parent.desired, name, desired),
    })
    await governed.accepted()
    const part = partsOf(type, written).find(({ key }) => key === keyOf(id))
    return {
      status: previous ? 200 : (type.createdStatus ?? 201),
      body: part && shown(target, part),
      headers: { etag: etagOf(written) },
    }
  })
}

export async function deletePart(parts: PartStore, target: Target): Promise<ArmAnswer> {
  return deciding(parts, target, 'delete', async (parent, previous) => {
    if (!previous) return { status: 204 }
    await parts.governor?.delete(target, previous)
    await writeParent(parts, target, {
      parent,
      desired: target.type.part?.write(parent.desired, target.name, undefined),
    })
    return { status: 200 }
  })
}

function blaming<T>(blamed: (error: unknown) => unknown, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw blamed(error)
  }
}

/** As rows that are not in the store. */
export function partsOf(type: AnyResourceType, parent: ResourceRecord): ResourceRecord<ArmDesired>[] {
  return (type.part?.list(parent.desired) ?? []).map(({ name, desired }) => {
    const id = `${parent.id}/${type.type.slice(type.type.lastIndexOf('/') + 1)}/${name}`
    return { ...parent, id, key: keyOf(id), type: type.type, parentKey: parent.key, name, desired }
  })
}

type Decide = (parent: ResourceRecord, previous: ResourceRecord<ArmDesired> | undefined) => Promise<ArmAnswer>

/** Reads, decides and writes; reads again when the parent changed in between. */
async function deciding(
  { store }: PartStore,
  target: Target,
  change: 'write' | 'delete',
  decide: Decide,
): Promise<ArmAnswer> {
  for (let attempt = 1; ; attempt++) {
    await refuseLocked(store, target.id, change)
    const parent = await store.get(keyOf(target.parentId))
    if (!parent) throw await parentMissing(store, target)
    if (parent.deletedAt !== undefined) throw new ArmError(409, 'Conflict', `'${parent.id}' is being deleted.`)
    const previous = partsOf(target.type, parent).find(({ key }) => key === keyOf(target.id))
    requirePrecondition(target.precondition, previous)
    try {
      return await decide(parent, previous)
    } catch (error) {
      if (!(error instanceof RevisionConflict) || attempt >= maxAttempts) throw armErrorOf(error, target.type)
    }
  }
}

async function parentMissing(store: Store, { parentId }: Target): Promise<ArmError> {
  const error = await notFound(store, parentId)
  if (error.code !== 'ResourceNotFound') return error
  return new ArmError(404, 'ParentResourceNotFound', missing(parentId).message)
}

async function writeParent(
  { store, clock }: PartStore,
  { caller }: Target,
  { parent, desired }: { parent: ResourceRecord; desired: unknown },
): Promise<ResourceRecord> {
  const at = clock.now()
  const { id, type, parentKey, name, revision, firesAt, holding, key } = parent
  return store.accept({
    ...{ id, type, parentKey, name, firesAt, holding, desired, at },
    ifRevision: revision,
    isDelete: false,
    actor: caller.actor,
    claims: await store.claimsOf(key),
    requireLive: [],
    operation: {
      id: caller.step?.operationId ?? timeOrderedId(at),
      verb: 'Update',
      trigger: 'User',
      correlationId: caller.correlationId,
      deadline: at,
      supersedes: false,
      isInstant: true,
    },
  })
}

function shown({ type, apiVersion }: Target, record: ResourceRecord<ArmDesired>): Record<string, unknown> {
  return renderResource(type, { record, lastOperation: undefined, apiVersion })
}
