// The policy of the documents and the built-in ones that Azure publishes, as they are written, on the way to instances.

import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute, show, state } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { assign, define, policyVersion, stateOf, stopAtTen } from '../support/policies.ts'

const published = join(import.meta.dirname, '../../../shared/specs/policies')

describe('CI-61: the shutdown schedule of the documents', () => {
  test('is added to an instance that is created without schedules, and fires at 22:00 Pacific', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await assign(server, await define(server, 'stop-at-ten', stopAtTen))
    const id = computeId('ana')
    expect((await server.call('PUT', `${id}?${apiVersion}`, computeBody())).status).toBe(201)
    const { body } = await show(server, id)
    expect(body.properties.properties.schedules.computeStartStop).toMatchObject([
      {
        action: 'Stop',
        status: 'Enabled',
        triggerType: 'Cron',
        cron: { expression: '0 22 * * *', timeZone: 'Pacific Standard Time', startTime: '2021-03-10T21:21:07' },
      },
    ])
    const next = await server.call('GET', `${id}/nextFirings?${apiVersion}`)
    expect(next.body.value[0]).toMatchObject({ action: 'Stop', localTime: expect.stringContaining('T22:00:00') })
    await server.settle()
    expect(await state(server, id)).toBe('Running, Succeeded')
    server.clock.advance(Date.parse(next.body.value[0].time) - server.clock.now())
    await later(server)
    expect(await state(server, id)).toBe('Stopped, Succeeded')
  })

  test('leaves an instance with schedules of its own alone', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await assign(server, await define(server, 'stop-at-ten', stopAtTen))
    const own = {
      triggerType: 'Cron',
      action: 'Stop',
      status: 'Enabled',
      cron: { expression: '0 18 * * *', timeZone: 'UTC' },
    }
    const id = computeId('ana')
    await server.call('PUT', `${id}?${apiVersion}`, computeBody({ schedules: { computeStartStop: [own] } }))
    const { body } = await show(server, id)
    expect(body.properties.properties.schedules.computeStartStop).toMatchObject([own])
    expect(body.properties.properties.schedules.computeStartStop).toHaveLength(1)
    // A PUT that says nothing of schedules keeps them, so nothing is missing.
    await server.call('PUT', `${id}?${apiVersion}`, { ...computeBody(), tags: { a: 'b' } })
    expect((await show(server, id)).body.properties.properties.schedules.computeStartStop).toMatchObject([own])
  })

  test('comes back when updateSchedules takes the last schedule away', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await assign(server, await define(server, 'stop-at-ten', stopAtTen))
    const id = computeId('ana')
    await server.call('PUT', `${id}?${apiVersion}`, computeBody())
    await server.settle()
    const { status } = await server.call('POST', `${id}/updateSchedules?${apiVersion}`, { computeStartStop: [] })
    expect(status).toBe(200)
    const { body } = await show(server, id)
    expect(body.properties.properties.schedules.computeStartStop).toMatchObject([
      { cron: { expression: '0 22 * * *' } },
    ])
  })

  test('of instances that were there before it is said that they lack it, until they are changed', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('ana')
    await server.call('PUT', `${id}?${apiVersion}`, computeBody())
    await server.settle()
    await assign(server, await define(server, 'stop-at-ten', stopAtTen))
    expect(await stateOf(server, id)).toBe('NonCompliant')
    expect((await server.call('POST', `${id}/stop?${apiVersion}`)).status).toBe(202)
    await server.settle()
    expect(await stateOf(server, id)).toBe('NonCompliant')
    await server.call('PATCH', `${id}?${apiVersion}`, { tags: { a: 'b' } })
    expect(await stateOf(server, id)).toBe('Compliant')
    expect((await show(server, id)).body.tags).toEqual({ a: 'b' })
  })
})

describe('CI-79: a set-up script for everybody', () => {
  test('is given to who brings none, and one who brings another is refused', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const ml = 'Microsoft.MachineLearningServices/workspaces/computes'
    const script = { scriptSource: 'inline', scriptData: Buffer.from('echo ours').toString('base64') }
    const setupScripts = { scripts: { creationScript: script } }
    const policyRule = {
      if: { field: `${ml}/computeType`, equals: 'ComputeInstance' },
      // biome-ignore lint/suspicious/noThenProperty: a rule is written so
      then: { effect: 'append', details: [{ field: `${ml}/setupScripts`, value: setupScripts }] },
    }
    await assign(server, await define(server, 'script', { mode: 'All', policyRule }))
    const id = computeId('ana')
    expect((await server.call('PUT', `${id}?${apiVersion}`, computeBody())).status).toBe(201)
    expect((await show(server, id)).body.properties.properties.setupScripts).toMatchObject(setupScripts)
    const other = {
      scripts: { creationScript: { ...script, scriptData: Buffer.from('echo mine').toString('base64') } },
    }
    const refused = await server.call('PUT', `${computeId('bob')}?${apiVersion}`, computeBody({ setupScripts: other }))
    expect([refused.status, refused.body.error.code]).toEqual([403, 'RequestDisallowedByPolicy'])
    expect(refused.body.error.message).toContain('setupScripts')
  })
})

const files = [
  'ComputeInstanceUpdates_Audit',
  'DisableLocalAuth_Audit',
  'DisableLocalAuth_Modify',
  'IdleShutdown_Audit',
  'Vnet_Audit',
]

describe.skipIf(!existsSync(published))('CI-61: the built-in policies for computes, as published', () => {
  test.each(files)('%s is taken as it is written, and is here under its own id too', async (file) => {
    await using server = await startTestServer()
    const written = read(file)
    const id = `${server.subscription}/providers/Microsoft.Authorization/policyDefinitions/${file}`
    const made = await server.call('PUT', `${id}?${policyVersion}`, written)
    expect(made.status).toBe(201)
    expect(made.body.properties).toMatchObject({
      policyRule: written.properties.policyRule,
      parameters: written.properties.parameters,
    })
    const builtIn = await server.call('GET', `${written.id}?${policyVersion}`)
    expect(builtIn.body.properties.policyRule.then).toEqual(written.properties.policyRule.then)
    expect(builtIn.body.properties.policyRule.if.allOf.slice(0, 1)).toEqual(
      written.properties.policyRule.if.allOf.slice(0, 1),
    )
    expect((await assign(server, id, { name: 'own' })).status).toBe(201)
    expect((await assign(server, written.id, { name: 'built-in' })).status).toBe(201)
  })

  test('an instance is told of as it is by each', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    for (const file of files) await assign(server, read(file).id, { name: file })
    const id = computeId('ana')
    expect((await server.call('PUT', `${id}?${apiVersion}`, computeBody())).status).toBe(201)
    await server.settle()
    expect(await statesByAssignment(server, id)).toEqual({
      ComputeInstanceUpdates_Audit: 'Compliant',
      DisableLocalAuth_Audit: 'Compliant',
      DisableLocalAuth_Modify: 'Compliant',
      IdleShutdown_Audit: 'NonCompliant',
      Vnet_Audit: 'NonCompliant',
    })
  })

  test('an instance that says nothing of local authentication is made one without', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await assign(server, read('DisableLocalAuth_Modify').id)
    const id = computeId('ana')
    await server.call('PUT', `${id}?${apiVersion}`, computeBody())
    expect((await show(server, id)).body.properties.disableLocalAuth).toBe(true)
    const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const adminPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const ssh = computeBody({ sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey } })
    const refused = await server.call('PUT', `${computeId('bob')}?${apiVersion}`, ssh)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'LocalAuthDisabled'])
    expect(refused.body.error.message).toContain('/policyAssignments/assigned')
  })

  test('so is a cluster, and one with a user of its own is refused', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await assign(server, read('DisableLocalAuth_Modify').id)
    const scaleSettings = { minNodeCount: 0, maxNodeCount: 1 }
    const cluster = (properties: object) => ({
      location: 'eastus',
      properties: { computeType: 'AmlCompute', properties: { vmSize: 'STANDARD_D2_V2', scaleSettings, ...properties } },
    })
    const userAccountCredentials = { adminUserName: 'me', adminUserPassword: 'Secret-Pass-123' }
    const refused = await server.call('PUT', `${computeId('one')}?${apiVersion}`, cluster({ userAccountCredentials }))
    expect([refused.status, refused.body.error.code]).toEqual([400, 'LocalAuthDisabled'])
    expect(refused.body.error.message).toContain('/policyAssignments/assigned')
    expect((await server.call('PUT', `${computeId('two')}?${apiVersion}`, cluster({}))).status).toBe(201)
    expect((await show(server, computeId('two'))).body.properties.disableLocalAuth).toBe(true)
  })

  test('an instance that lets people in by a key cannot be changed until somebody exempts it, and is told so', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const adminPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const id = computeId('ana')
    await makeCompute(server, id, { sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey } })
    await assign(server, read('DisableLocalAuth_Modify').id)
    expect(await stateOf(server, id)).toBe('NonCompliant')
    const changed = await server.call('PATCH', `${id}?${apiVersion}`, { tags: { a: 'b' } })
    expect([changed.status, changed.body.error.code]).toEqual([400, 'LocalAuthDisabled'])
    expect(changed.body.error.message).toContain('/policyAssignments/assigned')
    expect((await server.call('POST', `${id}/stop?${apiVersion}`)).status).toBe(202)
  })

  test('with the effect Deny an instance without idle shutdown is refused', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await assign(server, read('IdleShutdown_Audit').id, { parameters: { effect: { value: 'Deny' } } })
    const refused = await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())
    expect([refused.status, refused.body.error.code]).toEqual([403, 'RequestDisallowedByPolicy'])
    const idle = computeBody({ idleTimeBeforeShutdown: 'PT1H' })
    const { body } = await server.call('PUT', `${computeId('bob')}?${apiVersion}`, idle)
    expect(body.error?.code).not.toBe('RequestDisallowedByPolicy')
  })
})

function read(file: string) {
  return JSON.parse(readFileSync(join(published, `${file}.json`), 'utf8'))
}

async function statesByAssignment(server: TestServer, id: string) {
  const path = `${id}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults`
  const { body } = await server.call('POST', `${path}?api-version=2019-10-01`)
  const states = body.value as { policyAssignmentName: string; complianceState: string }[]
  return Object.fromEntries(states.map((each) => [each.policyAssignmentName, each.complianceState]))
}
