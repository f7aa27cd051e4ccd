import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer } from '../support/harness.ts'

describe('a compute instance', () => {
  test('CI-10, CI-112: is created, runs, stops, starts, restarts and is deleted', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('instance')

    const created = await server.call('PUT', `${id}?${apiVersion}`, computeBody())
    expect(created.body.error).toBeUndefined()
    expect(created.status).toBe(201)
    expect(created.body.properties.provisioningState).toBe('Creating')
    expect(created.body.properties.properties.state).toBe('Creating')
    expect(created.headers['retry-after']).toBe('1')
    await server.settle()
    const status = await server.call(
      'GET',
      `${new URL(String(created.headers['azure-asyncoperation'])).pathname}?api-version=2024-10-01`,
    )
    expect(status.body.status).toBe('Succeeded')
    const running = await server.call('GET', `${id}?${apiVersion}`)
    expect(running.body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      properties: { state: 'Running', lastOperation: { operationName: 'Create', operationStatus: 'Succeeded' } },
    })

    for (const [verb, during, after] of [
      ['stop', 'Stopping', 'Stopped'],
      ['start', 'Starting', 'Running'],
      ['restart', 'Restarting', 'Running'],
    ]) {
      const accepted = await server.call('POST', `${id}/${verb}?${apiVersion}`)
      expect(accepted.status).toBe(202)
      expect((await server.call('GET', `${id}?${apiVersion}`)).body.properties.properties.state).toBe(during)
      await server.settle()
      expect((await server.call('GET', `${id}?${apiVersion}`)).body.properties.properties.state).toBe(after)
    }

    const deleted = await server.call('DELETE', `${id}?${apiVersion}&underlyingResourceAction=Delete`)
    expect(deleted.status).toBe(202)
    await server.settle()
    expect((await server.call('GET', `${id}?${apiVersion}`)).status).toBe(404)
    const machines = await Array.fromAsync(server.engine.listMachines())
    expect(machines).toEqual([])
    expect(server.engine.volumes.size).toBe(0)
  })
})
