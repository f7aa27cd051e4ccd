// What a deployment would change, resource by resource. Both sides of a comparison are documents of this server: the one it
// shows now, and the one it would answer to the PUT; so what it adds by itself is no difference.

import { keyOf } from '../../../../arm/resource-id.ts'
import { ArmError } from '../../../../base/errors.ts'
import { maskSecrets } from '../../../../base/mask-secrets.ts'
import { deploymentType } from '../model.ts'
import { newestVersionOf } from '../newest-version.ts'
import type { Rehearsal, Rehearsed } from '../rehearse-steps.ts'
import { othersIn } from '../run/delete-others.ts'
import { callerOf, type Run } from '../run/run.ts'
import { type PropertyChange, propertyChanges } from './property-changes.ts'

type Document = Readonly<Record<string, unknown>>

export interface ResourceChange {
  readonly resourceId: string
  readonly changeType: 'Create' | 'Delete' | 'Ignore' | 'Deploy' | 'NoChange' | 'Modify' | 'Unsupported'
  readonly unsupportedReason?: string
  readonly before?: Document
  readonly after?: Document
  readonly delta?: readonly PropertyChange[]
}

export async function resourceChanges({ run, steps }: Rehearsal): Promise<ResourceChange[]> {
  const shown = steps.filter(({ step }) => keyOf(step.type) !== keyOf(deploymentType))
  const changes: ResourceChange[] = []
  // One after the other: a question, not a race with those who change something.
  for (const rehearsed of shown) changes.push(await changeOf(run, rehearsed))
  const named = new Set(changes.map(({ resourceId }) => keyOf(resourceId)))
  for (const other of await othersIn(run)) {
    if (named.has(other.key)) continue
    const before = await documentAt(run, other.id, newestVersionOf(other.type, run.services.door))
    if (before === undefined) continue
    const changeType = run.record.desired.mode === 'Complete' ? 'Delete' : 'Ignore'
    changes.push({ resourceId: other.id, changeType, before })
  }
  return changes.map((change) => maskSecrets(change, run.secrets))
}

async function changeOf(run: Run, { step, completed, predicted, fault }: Rehearsed): Promise<ResourceChange> {
  const { id: resourceId, apiVersion, name, type } = step
  if (fault) return { resourceId, changeType: 'Unsupported', unsupportedReason: `${fault.code}: ${fault.message}` }
  const before = await documentAt(run, resourceId, apiVersion)
  if (before === undefined) {
    return { resourceId, changeType: 'Create', after: { ...completed, apiVersion, id: resourceId, name, type } }
  }
  if (predicted === undefined) return { resourceId, changeType: 'Deploy', before }
  const after = comparable(predicted)
  const delta = propertyChanges(comparable(before), after)
  if (delta.length === 0) return { resourceId, changeType: 'NoChange', before, after }
  return { resourceId, changeType: 'Modify', before, after, delta }
}

/** As the caller sees it; undefined: not there, or not for him. */
async function documentAt(run: Run, path: string, apiVersion: string): Promise<Document | undefined> {
  try {
    const { step: _step, ...caller } = callerOf(run, 'what-if')
    const answer = await run.services.door.ask({ method: 'GET', path, apiVersion, caller })
    return comparable(answer.body as Document)
  } catch (error) {
    if (error instanceof ArmError && [403, 404, 405].includes(error.status)) return undefined
    throw error
  }
}

/** Without what changes by itself. */
function comparable(document: Document): Document {
  const { systemData: _systemData, etag: _etag, ...rest } = document
  const { provisioningState: _state, ...properties } = (document['properties'] ?? {}) as Document
  return { ...rest, properties }
}
