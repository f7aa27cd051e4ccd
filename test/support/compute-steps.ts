// Steps on computes of the running product that the fault tests share, in the words of the API.

import type { Product } from './product.ts'

const apiVersion = 'api-version=2024-10-01'

export type ComputeChange = 'create' | 'stop' | 'start' | 'restart' | 'delete'

export interface ComputeEvent {
  readonly operationName: string
  readonly status: string
  readonly phases: readonly { readonly name: string }[]
  readonly cause?: { readonly code: string; readonly message: string }
  readonly nextStep?: string
}

/** Answers when the change is accepted. A created instance belongs to the administrator. */
export async function accept(product: Product, name: string, change: ComputeChange): Promise<void> {
  const { client, facts } = product
  const id = product.computeId(name)
  if (change === 'delete') await client.call('DELETE', `${id}?${apiVersion}&underlyingResourceAction=Delete`)
  else if (change !== 'create') await client.call('POST', `${id}/${change}?${apiVersion}`)
  else {
    const assignedUser = { objectId: facts.admin.objectId, tenantId: facts.tenantId }
    const inner = { vmSize: 'STANDARD_DS1_V2', personalComputeInstanceSettings: { assignedUser } }
    const properties = { computeType: 'ComputeInstance', properties: inner }
    await client.call('PUT', `${id}?${apiVersion}`, { location: 'local', properties })
  }
}

/** `Running`; with the provisioning state where that has not succeeded, `Unusable, Failed`; or `absent`. */
export async function stateOf(product: Product, name: string): Promise<string> {
  try {
    const found = await product.client.call<Shown>('GET', `${product.computeId(name)}?${apiVersion}`)
    const { provisioningState, properties } = found.properties
    return provisioningState === 'Succeeded' ? properties.state : `${properties.state}, ${provisioningState}`
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return 'absent'
    throw error
  }
}

/** Newest first. */
export async function eventsOf(product: Product, name: string): Promise<ComputeEvent[]> {
  const { value } = await product.client.call<{ value: ComputeEvent[] }>(
    'GET',
    `${product.computeId(name)}/events?${apiVersion}`,
  )
  return value
}

/** The causes the controller found by itself. */
export async function findingsOf(product: Product, name: string): Promise<string[]> {
  const events = await eventsOf(product, name)
  return events.flatMap((event) => (event.status === 'Succeeded' && event.cause ? [event.cause.code] : []))
}

interface Shown {
  readonly properties: { readonly provisioningState: string; readonly properties: { readonly state: string } }
}
