// Steps that many tests take on a test server.

import { expect } from 'vitest'
import { apiVersion, computeBody } from './arm-paths.ts'
import type { Answer, TestServer } from './harness.ts'

/** The clock moves on and the loop turns, in as many steps: what was to be looked at again is. */
export async function later(server: TestServer, ms = 2_000, steps = 4): Promise<void> {
  for (let step = 0; step < steps; step++) {
    server.clock.advance(ms / steps)
    await server.settle()
  }
}

/** Created and running, unless the properties or knobs say otherwise. */
export async function makeCompute(server: TestServer, id: string, properties: Record<string, unknown> = {}) {
  const created = await server.call('PUT', `${id}?${apiVersion}`, computeBody(properties))
  expect(created.body.error).toBeUndefined()
  await server.settle()
  return created
}

export async function show(server: TestServer, id: string): Promise<Answer> {
  return server.call('GET', `${id}?${apiVersion}`)
}

export async function state(server: TestServer, id: string): Promise<string> {
  const { body } = await show(server, id)
  return `${body.properties.properties.state}, ${body.properties.provisioningState}`
}

export async function act(server: TestServer, id: string, verb: string): Promise<Answer> {
  const accepted = await server.call('POST', `${id}/${verb}?${apiVersion}`)
  expect(accepted.status).toBe(202)
  return accepted
}

export async function remove(server: TestServer, id: string): Promise<Answer> {
  return server.call('DELETE', `${id}?${apiVersion}&underlyingResourceAction=Delete`)
}

/** Follows a link an answer gave out, as a client does: verbatim. */
export async function follow(
  server: TestServer,
  answer: Answer,
  header: 'azure-asyncoperation' | 'location' = 'azure-asyncoperation',
): Promise<Answer> {
  const url = new URL(String(answer.headers[header]))
  return server.call('GET', url.pathname + url.search)
}

export async function timeline(server: TestServer, id: string) {
  const { body } = await server.call('GET', `${id}/events?${apiVersion}`)
  return body.value as {
    operationName: string
    status: string
    trigger: string
    caller: { name: string }
    durationMs?: number
    phases: { name: string; startedAt: string; durationMs?: number }[]
    cause?: { code: string; message: string }
    nextStep?: string
  }[]
}
