// What a compute's body may say, and what its document says.

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute, show } from '../support/arm-steps.ts'
import { startTestServer } from '../support/harness.ts'

describe('the body of a compute instance', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ schedules: { computeStartStop: [{ action: 'Nap' }] } }, 'schedules.computeStartStop.0.action'],
    [{ schedules: { startStop: [] } }, 'startStop'],
    [{ createStopped: 'yes' }, 'createStopped'],
    [{ setupScripts: { creationScript: { scriptSource: 'inline', scriptData: 'bHM=' } } }, 'creationScript'],
    [{ idleTimeBeforeShutdown: 'PT30M' }, 'idleTimeBeforeShutdown'],
    [{ customServices: [{ name: 'x' }] }, 'customServices'],
    [{ releaseQuotaOnStop: true }, 'releaseQuotaOnStop'],
    [{ enableRootAccess: false }, 'enableRootAccess'],
    [{ applicationSharingPolicy: 'Everybody' }, 'applicationSharingPolicy'],
    [{ sshSettings: { sshPublicAccess: 'Perhaps' } }, 'sshPublicAccess'],
    [{ sshSettings: { port: 22 } }, 'port'],
    [{ vmPriority: 'LowPriority' }, 'vmPriority'],
    [{ scaleSettings: {} }, 'scaleSettings'],
    [{ notAThing: 1 }, 'notAThing'],
    [{ enableNodePublicIp: 'yes' }, 'enableNodePublicIp'],
    [{ personalComputeInstanceSettings: { assignedUser: { objectId: 'x', tenantId: 'y' } } }, 'assignedUser.objectId'],
  ])('is refused by name with %j', async (properties, name) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody(properties))
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body.error)).toContain(name)
  })

  test('is told every fault at once, each with its place', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const body = computeBody({ vmSize: 7, enableRootAccess: false, computeInstanceAuthorizationType: 'team', other: 1 })
    const { error } = (await server.call('PUT', `${computeId('one')}?${apiVersion}`, body)).body
    expect([error.code, error.message]).toEqual([
      'InvalidRequestContent',
      'properties.properties.vmSize: must be text.',
    ])
    expect(error.details.map((detail: { target: string }) => detail.target)).toEqual(
      expect.arrayContaining([
        'properties.properties.vmSize',
        'properties.properties.enableRootAccess',
        'properties.properties.computeInstanceAuthorizationType',
        'properties.properties',
      ]),
    )
  })

  test.each([
    ['Kubernetes', 'ComputeTypeNotSupported'],
    ['', 'ComputeTypeNotSupported'],
    [undefined, 'InvalidRequestContent'],
    [7, 'InvalidRequestContent'],
  ])('is refused with computeType %j', async (computeType, code) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const body = { location: 'eastus', properties: { computeType, properties: { vmSize: 'STANDARD_D2_V2' } } }
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, body)
    expect([answer.status, answer.body.error.code]).toEqual([400, code])
  })

  test('takes nulls for "none", enums in any case, and answers in canonical case', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const body = computeBody({
      applicationSharingPolicy: 'sHaReD',
      sshSettings: { sshPublicAccess: 'DISABLED' },
      vmSize: 'standard_ds3_v2',
      subnet: null,
      schedules: { computeStartStop: null },
      setupScripts: { scripts: { startupScript: null, creationScript: null } },
      idleTimeBeforeShutdown: null,
      customServices: [],
      personalComputeInstanceSettings: { assignedUser: null },
      enableRootAccess: true,
      enableSSO: true,
      releaseQuotaOnStop: false,
      enableOSPatching: false,
      computeInstanceAuthorizationType: 'personal',
    })
    const created = await server.call('PUT', `${computeId('one')}?${apiVersion}`, {
      ...body,
      properties: { ...body.properties, computeType: 'computeinstance', disableLocalAuth: false },
    })
    expect(created.status).toBe(201)
    expect(created.body.properties).toMatchObject({
      computeType: 'ComputeInstance',
      properties: {
        applicationSharingPolicy: 'Shared',
        vmSize: 'STANDARD_DS3_V2',
        sshSettings: { sshPublicAccess: 'Disabled' },
        enableRootAccess: true,
        releaseQuotaOnStop: false,
      },
    })
  })

  test('may be what was read, at every api-version', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    for (const version of ['2020-02-02', '2021-07-01', '2022-10-01', '2023-08-01-preview', '2024-10-01']) {
      const read = await server.call('GET', `${computeId('one')}?api-version=${version}`)
      const sent = await server.call('PUT', `${computeId('one')}?api-version=${version}`, read.body)
      expect([sent.status, sent.body.error]).toEqual([200, undefined])
      await server.settle()
      const again = await server.call('GET', `${computeId('one')}?api-version=${version}`)
      const { lastOperation: _was, ...before } = read.body.properties.properties
      const { lastOperation: _is, ...after } = again.body.properties.properties
      expect(after).toEqual(before)
    }
  })

  test('need not name a location or tags again; a move is refused', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const { location: _none, ...body } = computeBody()
    const updated = await server.call('PUT', `${computeId('one')}?${apiVersion}`, { ...body, tags: { a: 'b' } })
    expect([updated.status, updated.body.location, updated.body.tags]).toEqual([200, 'eastus', { a: 'b' }])
    const first = await server.call('PUT', `${computeId('two')}?${apiVersion}`, body)
    expect(first.body.error.code).toBe('LocationRequired')
    const moved = await server.call('PUT', `${computeId('one')}?${apiVersion}`, { ...body, location: 'westus' })
    expect([moved.status, moved.body.error.code]).toEqual([400, 'InvalidResourceLocation'])
  })

  test('is refused in a workspace that is not there', async () => {
    await using server = await startTestServer()
    const { workspaceId } = await makeWorkspace(server)
    const absent = `${workspaceId.replace('ws1', 'absent')}/computes/one`
    const answer = await server.call('PUT', `${absent}?${apiVersion}`, computeBody())
    expect([answer.status, answer.body.error.code]).toEqual([404, 'ParentResourceNotFound'])
    const list = await server.call('GET', `${absent.replace('/one', '')}?${apiVersion}`)
    expect([list.status, list.body.error.code]).toEqual([404, 'ResourceNotFound'])
  })
})

describe('an assigned user', () => {
  test('CI-40: owns the instance its creator made, and cannot be exchanged', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const [ana, bo] = [await server.principal(undefined), await server.principal(undefined)]
    const { tenantId } = server.installation
    const assigned = (objectId: string, tenant = tenantId) =>
      computeBody({ personalComputeInstanceSettings: { assignedUser: { objectId, tenantId: tenant } } })
    const put = (body: unknown) => server.call('PUT', `${computeId('one')}?${apiVersion}`, body)
    for (const body of [assigned(randomUUID()), assigned(ana.objectId, randomUUID())]) {
      const refused = await put(body)
      expect([refused.status, refused.body.error.code]).toEqual([400, 'AssignedUserNotFound'])
    }
    const created = await put(assigned(ana.objectId.toUpperCase()))
    expect(created.body.properties.properties.personalComputeInstanceSettings.assignedUser).toEqual({
      objectId: ana.objectId,
      tenantId,
    })
    expect(created.body.properties.properties.createdBy.userId).not.toBe(ana.objectId)
    await server.settle()
    const [node] = await server.store.list({ type: 'carrel/nodes' })
    expect(node?.desired).toMatchObject({ template: { ownerId: ana.objectId } })
    expect((await put(assigned(bo.objectId))).body.error.code).toBe('PropertyChangeNotAllowed')
    const silent = await put(computeBody())
    expect([
      silent.status,
      silent.body.properties.properties.personalComputeInstanceSettings.assignedUser.objectId,
    ]).toEqual([200, ana.objectId])
  })

  test('by default is nobody: the creator is the owner', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const contributor = await server.principal('Contributor')
    await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody(), { token: contributor.token })
    await server.settle()
    const { properties } = (await show(server, computeId('one'))).body.properties
    expect(properties.personalComputeInstanceSettings).toBeNull()
    expect(properties.createdBy).toMatchObject({
      userId: contributor.objectId,
      userOrgId: server.installation.tenantId,
    })
    const [node] = await server.store.list({ type: 'carrel/nodes' })
    expect(node?.desired).toMatchObject({ template: { ownerId: contributor.objectId } })
  })
})

describe('the document of a compute instance', () => {
  test('CI-C6: has every key that a client reads, also when there is nothing to say', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('One'))
    const { body } = await show(server, computeId('One'))
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(body).toEqual({
      id: computeId('One'),
      name: 'One',
      type: 'Microsoft.MachineLearningServices/workspaces/computes',
      location: 'eastus',
      tags: {},
      systemData: expect.objectContaining({ createdAt: time, lastModifiedAt: time }),
      properties: {
        computeType: 'ComputeInstance',
        computeLocation: 'eastus',
        provisioningState: 'Succeeded',
        provisioningErrors: null,
        description: null,
        resourceId: null,
        createdOn: time,
        modifiedOn: time,
        isAttachedCompute: false,
        disableLocalAuth: true,
        properties: {
          vmSize: 'STANDARD_D2_V2',
          subnet: null,
          state: 'Running',
          errors: [],
          applicationSharingPolicy: 'Personal',
          computeInstanceAuthorizationType: 'personal',
          sshSettings: { sshPublicAccess: 'Disabled', adminUserName: 'azureuser', adminPublicKey: null, sshPort: null },
          connectivityEndpoints: { publicIpAddress: null, privateIpAddress: '127.0.0.1' },
          applications: [
            { displayName: 'Jupyter', endpointUri: 'http://one-lab.localhost:8444/tree' },
            { displayName: 'Jupyter Lab', endpointUri: 'http://one-lab.localhost:8444/lab' },
            { displayName: 'Terminal', endpointUri: 'http://one-term.localhost:8444/' },
          ],
          createdBy: {
            userName: expect.any(String),
            userOrgId: server.installation.tenantId,
            userId: expect.any(String),
          },
          personalComputeInstanceSettings: null,
          lastOperation: {
            operationName: 'Create',
            operationTime: time,
            operationStatus: 'Succeeded',
            operationTrigger: 'User',
          },
          schedules: { computeStartStop: [] },
          setupScripts: null,
          customServices: [],
          enableNodePublicIp: true,
          osImageMetadata: {
            currentImageVersion: 'carrel-node:test',
            latestImageVersion: 'carrel-node:test',
            isLatestOsImageVersion: true,
          },
          owner: { userId: expect.any(String), userName: expect.any(String) },
        },
      },
    })
  })

  test('tags change by PATCH while it is being made, and it still arrives', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const created = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody())
    const patched = await server.call('PATCH', `${computeId('one')}?${apiVersion}`, { tags: { a: 'b' } })
    expect([created.status, patched.status, patched.body.tags]).toEqual([201, 200, { a: 'b' }])
    await server.settle()
    const { body } = await show(server, computeId('one'))
    expect([body.tags, body.properties.properties.state]).toEqual([{ a: 'b' }, 'Running'])
    const scale = { properties: { properties: { scaleSettings: { maxNodeCount: 1 } } } }
    const refused = await server.call('PATCH', `${computeId('one')}?${apiVersion}`, scale)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'PropertyChangeNotAllowed'])
  })
})
