// Polling: the status document and the result, for operations of every type.

import type { Access } from '../access/authorize.ts'
import type { ArmAnswer } from '../arm/endpoint.ts'
import { retryAfterSeconds, statusDocument } from '../arm/operation-document.ts'
import type { Address } from '../arm/resource-id.ts'
import { ArmError } from '../base/errors.ts'
import type { OperationRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { ArmRequest } from './arm-request.ts'

type OperationAddress = Address & { readonly kind: 'resource' }

export function isOperationAddress(address: Address): address is OperationAddress {
  return address.kind === 'resource' && /\/locations\/operation(statuses|results)$/i.test(address.type)
}

/** Whoever started it may follow it; so may whoever may read the resource. */
export async function followOperation(poll: {
  address: OperationAddress
  access: Access
  request: ArmRequest
  store: Store
}): Promise<ArmAnswer> {
  const { address, access, request, store } = poll
  if (request.method !== 'GET')
    throw new ArmError(405, 'MethodNotAllowed', `${request.method} is not offered for an operation.`)
  const operation = await store.operation(address.name.toLowerCase())
  const isOwn = operation?.actor.objectId === request.caller.actor.objectId
  if (!operation || !(isOwn || access.can(`${operation.resourceType}/read`, operation.resourceId))) {
    throw new ArmError(404, 'OperationNotFound', `There is no operation '${address.name}'.`)
  }
  const retryAfter = { 'retry-after': String(retryAfterSeconds) }
  if (/statuses$/i.test(address.type)) {
    return {
      status: 200,
      body: statusDocument(operation),
      ...(operation.status === 'InProgress' ? { headers: retryAfter } : {}),
    }
  }
  return result(operation, {
    ...retryAfter,
    location: `${request.caller.baseUrl}${request.path}?${request.query.toString()}`,
  })
}

/** Not 204 at the end: one client refuses it after a POST. */
function result(operation: OperationRecord, whileRunning: Record<string, string>): ArmAnswer {
  if (operation.status === 'InProgress') return { status: 202, headers: whileRunning }
  if (operation.status === 'Succeeded') return { status: 200 }
  const { code, message } = operation.error ?? {
    code: operation.status,
    message: `The operation ended as ${operation.status}.`,
  }
  // Not a 5xx: clients would ask again and again for what will not change.
  throw new ArmError(409, code, message)
}
