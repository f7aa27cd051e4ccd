import { type Address, parseAddress, pathSegments } from '../arm/resource-id.ts'
import type { Caller } from '../arm/resource-type.ts'
import type { AuditTrail } from '../identity/audit-trail.ts'
import { armPathOf } from './data-plane-path.ts'

export interface RefusedRequest {
  readonly method: string
  /** Undecoded, without the query. */
  readonly path: string
  readonly caller: Caller
}

const reading = new Set(['GET', 'HEAD'])

/** Keeps that a change was refused for lack of rights; what only asked to read is not kept. */
export async function recordRefusal(audit: AuditTrail, error: unknown, request: RefusedRequest): Promise<void> {
  const { method, path, caller } = request
  if (reading.has(method)) return
  const address = addressIn(method, path)
  if (address === undefined) return
  const { actor, correlationId, step } = caller
  const asked = { actor, correlationId, action: actionOf(method, address), target: targetOf(address) }
  await audit.refused(error, { ...asked, ...(step === undefined ? {} : { secrets: step.secrets }) })
}

function addressIn(method: string, path: string): Address | undefined {
  try {
    return parseAddress(pathSegments(armPathOf(method, path)))
  } catch {
    // An address that cannot be read names nothing that could be changed.
    return undefined
  }
}

/** Where the refusal does not name the permission itself. */
function actionOf(method: string, { type }: Address): string {
  if (method === 'DELETE') return `${type}/delete`
  return `${type}/${method === 'POST' ? 'action' : 'write'}`
}

function targetOf(address: Address): string {
  if (address.kind === 'resource') return address.id
  return address.parentId === '' ? `/providers/${address.type}` : address.parentId
}
