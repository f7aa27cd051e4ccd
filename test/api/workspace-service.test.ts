// What older clients ask of the workspace service beside ARM: where its services are, and its computes.

import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute, show, state, timeline } from '../support/arm-steps.ts'
import { startTestServer } from '../support/harness.ts'

describe('the discovery address of a workspace', () => {
  test('names every service a client looks for, without a token', async () => {
    await using server = await startTestServer()
    const { workspaceId } = await makeWorkspace(server)
    const { discoveryUrl } = (await show(server, workspaceId)).body.properties
    const { status, body } = await server.call('GET', new URL(discoveryUrl).pathname, undefined, { token: null })
    expect(status).toBe(200)
    expect(body).toMatchObject({ api: 'https://localhost:8443', history: body.api, modelmanagement: body.api })
  })
})

describe('below /rp/workspaces', () => {
  test('CI-C2: computes are read as they are in ARM, one and all', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    for (const address of [computeId('one'), `${workspaceId}/computes`, computeId('none')]) {
      const { status, body } = await server.call('GET', `/rp/workspaces${address}?api-version=2020-02-02`)
      const direct = await server.call('GET', `${address}?api-version=2020-02-02`)
      expect({ status, body }).toEqual({ status: direct.status, body: direct.body })
    }
  })

  test('nothing is shown to who may not read it, and nothing without a token', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const { token } = await server.principal(undefined)
    const address = `/rp/workspaces${computeId('one')}?${apiVersion}`
    expect((await server.call('GET', address, undefined, { token })).status).toBe(403)
    expect((await server.call('GET', address, undefined, { token: null })).status).toBe(401)
  })

  test('writing is refused, with the address to write to', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const answer = await server.call('DELETE', `/rp/workspaces${computeId('one')}?${apiVersion}`)
    expect(answer).toMatchObject({ status: 405, body: { error: { code: 'MethodNotAllowed' } } })
    expect(answer.body.error.message).toContain('/subscriptions/')
  })
})

describe('single sign-on of an instance', () => {
  test.each([{ enableSSO: false }, { EnableSSO: false }])('CI-C10: %j is answered 200 and shown', async (body) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    expect((await server.call('POST', `${computeId('one')}/enableSso?${apiVersion}`, body)).status).toBe(200)
    await server.settle()
    expect((await show(server, computeId('one'))).body.properties.properties.enableSSO).toBe(false)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
  })

  test('while an instance is created, switching it does not end the creation', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody())
    await server.call('POST', `${computeId('one')}/enableSso?${apiVersion}`, { enableSSO: true })
    await server.settle()
    expect((await timeline(server, computeId('one'))).map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded'])
  })

  test.each([undefined, {}, { enableSSO: 'yes' }])('a body of %j is refused', async (body) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const answer = await server.call('POST', `${computeId('one')}/enableSso?${apiVersion}`, body)
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'InvalidRequestContent' } } })
  })
})
