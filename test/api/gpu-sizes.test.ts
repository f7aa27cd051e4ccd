// Sizes with GPUs, on hosts with and without, real and simulated.

import { describe, expect, test } from 'vitest'
import { machineKey, nodeId } from '../../src/fleet/node-rows.ts'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute, show, state } from '../support/arm-steps.ts'
import { startTestServer, type TestServerOptions } from '../support/harness.ts'

const gib = 1024 ** 3
const vmSize = 'Standard_NC12'
const host = { cpus: 64, memoryBytes: 256 * gib }

/** What a host of this kind makes of a size with two GPUs. */
async function created(options: TestServerOptions) {
  const server = await startTestServer(options)
  const { computeId } = await makeWorkspace(server)
  const id = computeId('one')
  await makeCompute(server, id, { vmSize })
  const spec = server.engine.specOf(machineKey(server.installation.installationId, nodeId(id, 0)))
  const { body } = await show(server, id)
  const sizes = await server.call(
    'GET',
    `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/eastus/vmSizes?${apiVersion}`,
  )
  return {
    ...{ gpus: spec?.limits.gpus, capacity: body.properties.properties.capacity, state: await state(server, id) },
    listed: sizes.body.value.find(({ name }: { name: string }) => name === 'STANDARD_NC12'),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

describe('CI-23: a size with GPUs', () => {
  test('is asked for with as many devices where the host has some, simulated or not', async () => {
    for (const configured of [{}, { simulateGpu: true }]) {
      await using at = await created({ capabilities: { ...host, gpu: true }, configured })
      expect([at.gpus, at.capacity, at.listed.gpus]).toEqual([2, undefined, 2])
    }
  })

  test('runs without a device where they are simulated, and says so', async () => {
    await using at = await created({ capabilities: { ...host, gpu: false }, configured: { simulateGpu: true } })
    expect([at.gpus, at.state]).toEqual([0, 'Running, Succeeded'])
    expect(at.capacity).toMatchObject({
      isCapped: true,
      message: 'Its 2 GPU(s) are simulated: there is no device in it.',
    })
    expect(at.listed.cappedTo).toBe(at.capacity.message)
  })

  test('is refused where there is none, with what can be done', async () => {
    await using server = await startTestServer({ capabilities: { ...host, gpu: false } })
    const { computeId } = await makeWorkspace(server)
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody({ vmSize }))
    expect([answer.status, answer.body.error.code]).toEqual([400, 'NoGpuAvailable'])
    expect(answer.body.error.message).toContain('carrel up --simulate-gpu')
  })
})
