// Folders of the host, published for the instances of a workspace.

import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweepDatastores } from '../../src/server/datastore-sweeps.ts'
import { simulatedFolders } from '../../src/share/host-folder/simulated-folders.ts'
import { makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const version = 'api-version=2026-11-01'
const computeVersion = 'api-version=2024-10-01'

let host: string
let server: TestServer
let workspaceId: string

beforeAll(async () => {
  host = await realpath(await mkdtemp(join(tmpdir(), 'carrel-datastores-')))
  await mkdir(join(host, 'images'))
  server = await startTestServer()
  ;({ workspaceId } = await makeWorkspace(server))
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await rm(host, { recursive: true, force: true })
})

describe('a datastore', () => {
  test('is published, read, listed, changed and taken away', async () => {
    const made = await publish('images', { hostPath: `${host}/images/`, description: 'of the team' })
    expect(made).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Creating' } } })
    expect(made.headers['azure-asyncoperation']).toContain('/operationStatuses/')
    await arrive()
    const read = await server.call('GET', `${idOf('images')}?${version}`)
    expect(read.body).toMatchObject({
      id: idOf('images'),
      name: 'images',
      type: 'Carrel.Files/datastores',
      properties: {
        provisioningState: 'Succeeded',
        hostPath: `${host}/images`,
        isReadOnly: true,
        description: 'of the team',
        mountPath: '~/cloudfiles/data/images',
        state: 'Available',
        instances: { mounted: 0, running: 0 },
        fault: null,
      },
    })
    const list = await server.call('GET', `${workspaceId}/providers/Carrel.Files/datastores?${version}`)
    expect(list.body.value).toEqual([read.body])
    const again = await server.call('PUT', `${idOf('images')}?${version}`, {
      properties: { ...read.body.properties, isReadOnly: false },
    })
    expect(again).toMatchObject({
      status: 200,
      body: { properties: { isReadOnly: false, description: 'of the team' } },
    })
    await arrive()
    expect((await server.call('DELETE', `${idOf('images')}?${version}`)).status).toBe(202)
    await arrive()
    expect((await server.call('GET', `${idOf('images')}?${version}`)).status).toBe(404)
    expect((await server.call('DELETE', `${idOf('images')}?${version}`)).status).toBe(204)
  })

  test('is in every running instance of the workspace, and in those that come later, without a restart', async () => {
    await makeInstance('one')
    const boot = (await specOf('one'))?.boot
    await publish('images', { hostPath: join(host, 'images') })
    await arrive()
    await makeInstance('later')
    for (const name of ['one', 'later']) {
      expect(await mountsOf(name)).toEqual([{ path: '/home/azureuser/cloudfiles/data/images', isReadOnly: true }])
    }
    expect((await specOf('one'))?.boot).toBe(boot)
    await sweep()
    expect((await details('images')).instances).toEqual({ mounted: 2, running: 2 })
    expect((await stateOf('one')).properties.provisioningState).toBe('Succeeded')

    await server.call('DELETE', `${idOf('images')}?${version}`)
    await arrive()
    expect([await mountsOf('one'), await mountsOf('later')]).toEqual([[], []])
    expect((await server.call('GET', `${idOf('images')}?${version}`)).status).toBe(404)
  })

  test('whose folder goes says so, on the instances too, and is back with the folder', async () => {
    await publish('images', { hostPath: join(host, 'images') })
    await arrive()
    await rename(join(host, 'images'), join(host, 'elsewhere'))
    expect(await sweep()).toEqual([idOf('images').toLowerCase()])
    expect(await details('images')).toMatchObject({
      provisioningState: 'Failed',
      state: 'Fault',
      fault: { code: 'HostFolderNotFound', nextStep: expect.stringContaining('looks again') },
      instances: { mounted: 0, running: 2 },
    })
    expect(await causes(idOf('images'))).toContain('HostFolderNotFound')
    expect(await causes(computeId('one'))).toContain('DatastoreNotMounted')
    expect((await stateOf('one')).properties.properties.state).toBe('Running')
    // What was published may be written again meanwhile, and an instance is made all the same.
    expect((await publish('images', { hostPath: join(host, 'images'), description: 'away' })).status).toBe(200)
    await makeInstance('without')
    expect((await stateOf('without')).properties.properties.state).toBe('Running')
    expect(await causes(computeId('without'))).toContain('DatastoreNotMounted')

    await rename(join(host, 'elsewhere'), join(host, 'images'))
    await sweep()
    expect(await details('images')).toMatchObject({ state: 'Available', instances: { mounted: 3, running: 3 } })
    expect((await details('images')).provisioningState).toBe('Succeeded')
    expect(await causes(computeId('without'))).toContain('DatastoreMounted')
    expect(await sweep()).toEqual([])
  })

  test('is made ready again when that was lost, as by a start of the host', async () => {
    for (const key of await server.folders.ready()) await server.folders.withdraw(key)
    expect(await sweep()).toEqual([idOf('images').toLowerCase()])
    expect((await server.folders.ready()).size).toBe(1)
    expect(await details('images')).toMatchObject({ state: 'Available', provisioningState: 'Succeeded' })
  })

  test.each([
    ['Pictures', 'InvalidDatastoreName'],
    ['-images', 'InvalidDatastoreName'],
    ['a.b', 'InvalidDatastoreName'],
    ['x'.repeat(64), 'InvalidDatastoreName'],
  ])('cannot be called %s', async (name, code) => {
    expect(await publish(name, { hostPath: join(host, 'images') })).toMatchObject({
      status: 400,
      body: { error: { code } },
    })
  })

  test.each([
    ['relative/path', 'InvalidHostPath'],
    ['/srv/../etc', 'InvalidHostPath'],
    ['/srv//data', 'InvalidHostPath'],
    ['/', 'HostFolderRefused'],
    ['/etc', 'HostFolderRefused'],
    ['/etc/ssh', 'HostFolderRefused'],
    ['/root/.ssh', 'HostFolderRefused'],
    ['/var/lib/docker/volumes', 'HostFolderRefused'],
    ['/var', 'HostFolderRefused'],
    ['/home', 'HostFolderRefused'],
    ['/nowhere', 'HostFolderRefused'],
    ['/nowhere/volumes', 'HostFolderRefused'],
    ['HOST/absent', 'HostFolderNotFound'],
    ['HOST/file', 'NotAFolder'],
    ['HOST/file/below', 'NotAFolder'],
    ['HOST/link', 'LinkInHostPath'],
    ['HOST/link/ssh', 'LinkInHostPath'],
  ])('is not published from %s', async (path, code) => {
    await writeFile(join(host, 'file'), '')
    await symlink('/etc', join(host, 'link')).catch(() => undefined)
    const refused = await publish('bad', { hostPath: path.replace('HOST', host) })
    expect(refused).toMatchObject({ status: 400, body: { error: { code, target: 'properties.hostPath' } } })
    expect((await server.call('GET', `${idOf('bad')}?${version}`)).status).toBe(404)
  })

  test('says by name what it does not know', async () => {
    const refused = await publish('bad', { hostPath: join(host, 'images'), uid: 1000 })
    expect(refused).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('uid') } } })
    const elsewhere = `${workspaceId}/computes/one/providers/Carrel.Files/datastores/x?${version}`
    const properties = { hostPath: join(host, 'images') }
    expect((await server.call('PUT', elsewhere, { properties })).status).toBe(400)
  })

  test('is published by nobody whose role is below the root, an Owner of the subscription included', async () => {
    const owner = await server.principal('Owner')
    const properties = { hostPath: join(host, 'images') }
    const refused = await server.call('PUT', `${idOf('more')}?${version}`, { properties }, owner)
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'AuthorizationFailed' } } })
    expect(refused.body.error.message).toContain("at the root scope, '/'")
    expect((await server.call('GET', `${idOf('images')}?${version}`, undefined, owner)).status).toBe(200)
    const root = await server.principal('Owner', '')
    expect((await server.call('PUT', `${idOf('more')}?${version}`, { properties }, root)).status).toBe(201)
    await arrive()
    expect((await server.call('DELETE', `${idOf('more')}?${version}`, undefined, owner)).status).toBe(202)
    await arrive()
  })

  test('goes with its workspace, and leaves its folder alone', async () => {
    await writeFile(join(host, 'images', 'kept'), '')
    expect((await server.call('DELETE', `${workspaceId}?${computeVersion}`)).status).toBe(202)
    await arrive()
    expect((await server.call('GET', `${workspaceId}?${computeVersion}`)).status).toBe(404)
    await rm(join(host, 'images', 'kept'))
  })
})

test('what stands ready for no datastore is taken away by the sweep', async () => {
  const folders = simulatedFolders({ own: [] })
  await folders.publish('left-over', { path: host, isReadOnly: true })
  await sweepDatastores({ store: server.store, clock: server.clock, folders, nudge: () => undefined })
  expect(await folders.ready()).toEqual(new Set())
})

function idOf(name: string): string {
  return `${workspaceId}/providers/Carrel.Files/datastores/${name}`
}

function computeId(name: string): string {
  return `${workspaceId}/computes/${name}`
}

function publish(name: string, properties: object) {
  return server.call('PUT', `${idOf(name)}?${version}`, { properties })
}

async function details(name: string) {
  return (await server.call('GET', `${idOf(name)}?${version}`)).body.properties
}

async function makeInstance(name: string): Promise<void> {
  const body = {
    location: 'eastus',
    properties: { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_A1_V2' } },
  }
  expect((await server.call('PUT', `${computeId(name)}?${computeVersion}`, body)).status).toBe(201)
  await arrive()
}

async function stateOf(name: string) {
  return (await server.call('GET', `${computeId(name)}?${computeVersion}`)).body
}

async function causes(id: string): Promise<string[]> {
  const api = id.includes('/datastores/') ? version : computeVersion
  const events = await server.call('GET', `${id}/events?${api}`)
  return events.body.value.map((event: { operationName: string }) => event.operationName)
}

/** Datastores wait for nodes by the clock. */
async function arrive(): Promise<void> {
  for (let round = 0; round < 6; round++) {
    await server.settle()
    server.clock.advance(1_000)
  }
}

/** As the running server does it every few seconds. */
async function sweep(): Promise<string[]> {
  const { store, clock, folders } = server
  const due = await sweepDatastores({ store, clock, folders, nudge: () => undefined })
  await arrive()
  return due
}

async function specOf(name: string) {
  const machines = await Array.fromAsync(server.engine.listMachines())
  return server.engine.specOf(machines.find(({ nodeId }) => nodeId === `${computeId(name)}/nodes/0`)?.key ?? '')
}

async function mountsOf(name: string) {
  return (await specOf(name))?.mounts
    .filter(({ source }) => source.kind === 'datastore')
    .map(({ path, isReadOnly }) => ({ path, isReadOnly }))
}
