// Applications: what an image really brings, and what people bring along (`customServices`).

import { describe, expect, test } from 'vitest'
import { sweepDrift } from '../../src/fleet/drift.ts'
import { machineKey, nodeId } from '../../src/fleet/node-rows.ts'
import { RouteTable } from '../../src/gateway/route-table.ts'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { makeCompute, show, timeline } from '../support/arm-steps.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../support/harness.ts'

/** As the published example has it, less what is the instance's own to give. */
const workbench = {
  name: 'rstudio-workbench',
  image: { type: 'docker', reference: 'ghcr.io/azure/rstudio-workbench:latest' },
  environmentVariables: { RSP_LICENSE: { type: 'local', value: 'XXXX-XXXX' } },
  docker: { privileged: true },
  endpoints: [{ protocol: 'http', name: 'connect', target: 8787, published: 4444, hostIp: null }],
  volumes: [{ type: 'bind', source: '/home/azureuser/cloudfiles/', target: '/home/testuser/', readOnly: true }],
}
const board = { name: 'board', image: { reference: 'team/board' }, endpoints: [{ target: 6006 }] }

async function withCompute(properties: Record<string, unknown> = {}, options: TestServerOptions = {}) {
  const server = await startTestServer(options)
  const { computeId } = await makeWorkspace(server)
  const id = computeId('one')
  await makeCompute(server, id, properties)
  return { server, id, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

async function instance(server: TestServer, id: string, version = apiVersion) {
  const { body } = await server.call('GET', `${id}?${version}`)
  return body.properties.properties
}

function machineOf(server: TestServer, id: string) {
  return server.engine.specOf(machineKey(server.installation.installationId, nodeId(id, 0)))
}

const names = (applications: readonly { displayName: string }[]) => applications.map(({ displayName }) => displayName)

describe('the applications of an image', () => {
  test.each([
    [
      ['lab', 'term'],
      ['Jupyter', 'Jupyter Lab', 'Terminal'],
    ],
    [
      ['lab', 'term', 'rstudio'],
      ['Jupyter', 'Jupyter Lab', 'Terminal', 'RStudio'],
    ],
    [['term'], ['Terminal']],
  ])('CI-44, CI-105: a node that says it has %s is shown with %s', async (offers, shown) => {
    await using at = await withCompute({}, { knobs: { offers } })
    const { applications } = await instance(at.server, at.id)
    expect(names(applications)).toEqual(shown)
    const routes = new RouteTable(at.server.db, at.server.clock)
    expect((await routes.find('one-rstudio'))?.channel).toBe(offers.includes('rstudio') ? 'rstudio' : undefined)
    expect((await routes.find('one-lab'))?.channel).toBe(offers.includes('lab') ? 'lab' : undefined)
  })
})

describe('an application that is brought', () => {
  test('CI-105: has an origin of its own that leads to its port, for the owner of the instance alone', async () => {
    await using at = await withCompute({ customServices: [workbench, board] })
    const shown = await instance(at.server, at.id)
    expect(shown.applications.slice(3)).toEqual([
      {
        displayName: 'rstudio-workbench',
        endpointUri: expect.stringMatching(/^http:\/\/one-4444\.localhost:\d+\/$/),
        state: 'Running',
      },
      { displayName: 'board', endpointUri: expect.stringMatching(/\/\/one-6006\.localhost:/), state: 'Running' },
    ])
    const routes = new RouteTable(at.server.db, at.server.clock)
    const owner = shown.createdBy.userId
    expect(await routes.find('one-4444')).toMatchObject({ channel: 'port:8787', ownerId: owner })
    expect(await routes.find('one-6006')).toMatchObject({ channel: 'port:6006', ownerId: owner })
    expect(await routes.find('one-8787')).toBeUndefined()
  })

  test('is given what it was sent with, of half the memory as much as the others, and no rights', async () => {
    await using at = await withCompute({ customServices: [workbench, board] })
    const spec = machineOf(at.server, at.id)
    const quarter = (spec?.limits.memoryBytes ?? 0) / 2 / 2
    expect(spec?.sidecars).toEqual([
      {
        name: 'rstudio-workbench',
        image: 'ghcr.io/azure/rstudio-workbench:latest',
        environment: { RSP_LICENSE: 'XXXX-XXXX' },
        limits: { cpus: spec?.limits.cpus, memoryBytes: quarter, pids: 2048 },
        mounts: [{ source: '/home/azureuser/cloudfiles', path: '/home/testuser', isReadOnly: true }],
      },
      expect.objectContaining({ name: 'board', image: 'team/board:latest', environment: {}, mounts: [] }),
    ])
    const { customServices } = await instance(at.server, at.id)
    expect(customServices[0]).toEqual({ ...workbench, docker: { privileged: false } })
    expect(customServices[1]).toEqual({ ...board, endpoints: [{ target: 6006, published: 6006 }] })
  })

  test.each([
    ['api-version=2022-10-01', undefined],
    ['api-version=2023-04-01', [{ name: 'board' }]],
    ['api-version=2023-08-01-preview', [{ name: 'board' }]],
  ])('at %s is shown as published: %j', async (version, customServices) => {
    await using at = await withCompute({ customServices: [board] })
    const shown = await instance(at.server, at.id, version)
    if (customServices === undefined) expect(shown).not.toHaveProperty('customServices')
    else expect(shown.customServices).toMatchObject(customServices)
    expect(Object.keys(shown.applications.at(-1))).toEqual(['displayName', 'endpointUri'])
  })

  test('CI-105: whose image is not to be had is told as failed, with why, and the instance runs', async () => {
    const fault = { code: 'ImagePullFailed', message: 'The image team/board:latest is not on this machine.' }
    const knobs = { sidecarFault: (image: string) => (image === 'team/board:latest' ? fault : undefined) }
    await using at = await withCompute({ customServices: [workbench, board] }, { knobs })
    const { body } = await show(at.server, at.id)
    expect(body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      properties: { state: 'Running', errors: [] },
    })
    expect(body.properties.properties.applications.slice(3)).toMatchObject([
      { displayName: 'rstudio-workbench', state: 'Running' },
      { displayName: 'board', state: 'Failed', error: fault },
    ])
    const events = await at.server.call('GET', `${at.id}/events?${apiVersion}`)
    const told = events.body.value.filter((event: { cause?: { code: string } }) => event.cause?.code === fault.code)
    expect(told).toMatchObject([{ cause: { message: `Application board: ${fault.message}` } }])
    const older = await instance(at.server, at.id, 'api-version=2023-08-01-preview')
    expect(names(older.applications)).not.toContain('board')
  })

  test('CI-105: that ends by itself is found by the next sweep, shown as failed, and told once', async () => {
    await using at = await withCompute({ customServices: [board] })
    const fault = { code: 'ApplicationEnded', message: 'It does not run.' }
    at.server.engine.knobs.sidecarFault = () => fault
    const sweep = async () => {
      const { engine, store, clock } = at.server
      const found = await sweepDrift({ engineName: 'memory', engine, store, now: clock.now() })
      await at.server.settle()
      return found.drifted.length
    }
    expect([await sweep(), await sweep()]).toEqual([1, 0])
    expect((await instance(at.server, at.id)).applications.at(-1)).toMatchObject({ state: 'Failed', error: fault })
    const told = (await timeline(at.server, at.id)).filter(({ cause }) => cause?.code === fault.code)
    expect(told).toHaveLength(1)
    at.server.engine.knobs.sidecarFault = undefined
    expect(await sweep()).toBe(1)
    expect((await instance(at.server, at.id)).applications.at(-1).state).toBe('Running')
  })

  test('comes and goes by PUT while the instance runs on, and stays where a client does not speak of it', async () => {
    await using at = await withCompute({ customServices: [board] })
    const put = async (properties: Record<string, unknown>) => {
      const answer = await at.server.call('PUT', `${at.id}?${apiVersion}`, computeBody(properties))
      expect(answer.status).toBeLessThan(300)
      await at.server.settle()
      return machineOf(at.server, at.id)?.sidecars?.map(({ name }) => name)
    }
    const boot = machineOf(at.server, at.id)?.boot
    expect(await put({})).toEqual(['board'])
    expect(await put({ customServices: [board, workbench] })).toEqual(['board', 'rstudio-workbench'])
    expect(await put({ customServices: [workbench] })).toEqual(['rstudio-workbench'])
    expect(await put({ customServices: [] })).toBeUndefined()
    expect(machineOf(at.server, at.id)?.boot).toBe(boot)
    expect(await new RouteTable(at.server.db, at.server.clock).find('one-4444')).toBeUndefined()
  })

  test('comes by POST customServices too, which replaces the list', async () => {
    await using at = await withCompute({ customServices: [board] })
    const answer = await at.server.call('POST', `${at.id}/customServices?api-version=2023-08-01-preview`, [workbench])
    expect(answer.status).toBe(200)
    await at.server.settle()
    const { applications } = await instance(at.server, at.id)
    expect(names(applications).slice(3)).toEqual(['rstudio-workbench'])
    const wrong = await at.server.call('POST', `${at.id}/customServices?${apiVersion}`, [board, board])
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'InvalidCustomService' } } })
  })

  test('stops and starts with the instance', async () => {
    await using at = await withCompute({ customServices: [board] })
    const stateAfter = async (action: string) => {
      await at.server.call('POST', `${at.id}/${action}?${apiVersion}`)
      await at.server.settle()
      return (await instance(at.server, at.id)).applications.at(-1).state
    }
    expect(await stateAfter('stop')).toBe('Stopped')
    expect(await stateAfter('start')).toBe('Running')
  })

  test('at the same port of two instances has two origins, which go with their instance', async () => {
    await using at = await withCompute({ customServices: [board] })
    await makeCompute(at.server, paths(at.server).computeId('two'), { customServices: [board] })
    const labels = await at.server.store.claims('app-label')
    expect(labels.map(({ value }) => value)).toEqual(expect.arrayContaining(['one-6006', 'two-6006']))
    await at.server.call('DELETE', `${at.id}?${apiVersion}&underlyingResourceAction=Delete`)
    await at.server.settle()
    const left = (await at.server.store.claims('app-label')).map(({ value }) => value)
    expect(left).toContain('two-6006')
    expect(left.filter((label) => label.startsWith('one-'))).toEqual([])
  })
})

describe('an application is refused', () => {
  const endpoint = (changes: object) => ({ ...board, endpoints: [{ target: 6006, ...changes }] })
  const volume = (changes: object) => ({
    ...board,
    volumes: [{ source: '/home/azureuser/x', target: '/x', ...changes }],
  })
  const at = 'properties.properties.customServices'

  test.each([
    ['without an image', { name: 'x' }, `${at}.0.image`],
    ['with a kernel', { ...board, kernel: { argv: [] } }, `${at}.0.kernel`],
    ['of an environment', { ...board, image: { type: 'azureml', reference: 'env' } }, `${at}.0.image.type`],
    ['with no reference to an image', { ...board, image: { reference: 'a b; rm' } }, `${at}.0.image.reference`],
    [
      'of a registry of this network',
      { ...board, image: { reference: '10.0.0.7:5000/a' } },
      `${at}[0].image.reference`,
    ],
    ['with a name that is a path', { ...board, name: '../x' }, `${at}.0.name`],
    ['with the name of what every instance has', { ...board, name: 'Terminal' }, `${at}[0].name`],
    ['with a member that is not known', { ...board, command: 'sh' }, `${at}.0`],
    ['with UDP', endpoint({ protocol: 'udp' }), `${at}.0.endpoints.0.protocol`],
    ['with an address of the host', endpoint({ hostIp: '0.0.0.0' }), `${at}.0.endpoints.0.hostIp`],
    ['at a port that is none', endpoint({ target: 70000 }), `${at}.0.endpoints.0.target`],
    ["at Jupyter's port", endpoint({ target: 8888 }), `${at}[0].endpoints[0].target`],
    ["at the supervisor's port", endpoint({ target: 7070 }), `${at}[0].endpoints[0].target`],
    ["with Docker's socket", volume({ source: '/var/run/docker.sock' }), `${at}[0].volumes[0].source`],
    ['with the root of the host', volume({ source: '/' }), `${at}[0].volumes[0].source`],
    ['with a way out of home', volume({ source: '/home/azureuser/../../etc' }), `${at}.0.volumes.0.source`],
    ['with a folder beside home', volume({ source: '/home/azureuser2' }), `${at}[0].volumes[0].source`],
    ["over the container's own", volume({ target: '/usr/' }), `${at}[0].volumes[0].target`],
    ["over the container's own in another spelling", volume({ target: '//usr' }), `${at}[0].volumes[0].target`],
    [
      'with two folders at one place',
      {
        ...board,
        volumes: ['/x', '/x/'].map((target) => ({ source: '/home/azureuser/x', target })),
      },
      `${at}[0].volumes[1].target`,
    ],
    ['with a volume of Docker', volume({ type: 'volume' }), `${at}.0.volumes.0.type`],
    ['with mounts that spread', volume({ bind: { propagation: 'rshared' } }), `${at}.0.volumes.0.bind.propagation`],
  ])('%s', async (_what, service, target) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const body = computeBody({ customServices: [service] })
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, body)
    expect(answer).toMatchObject({ status: 400, body: { error: { target } } })
  })

  test.each([
    ['name', { ...board, name: 'BOARD', endpoints: [{ target: 1 }] }, 'name'],
    ['port in the instance', { ...board, name: 'other', endpoints: [{ target: 6006, published: 1 }] }, 'target'],
    ['published port', { ...board, name: 'other', endpoints: [{ target: 1, published: 6006 }] }, 'published'],
  ])('with the %s of another', async (_what, second, member) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const body = computeBody({ customServices: [board, second] })
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, body)
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'InvalidCustomService' } } })
    expect(answer.body.error.target).toMatch(new RegExp(`^${at.replaceAll('.', '\\.')}\\[1\\].*${member}$`))
  })

  test('changed by itself too, and with what would allow its image', async () => {
    await using one = await withCompute()
    const path = `${one.id}/customServices?api-version=2023-08-01-preview`
    const other = { ...board, image: { reference: 'localhost:5000/board' } }
    const { status, body } = await one.server.call('POST', path, [other])
    expect([status, body.error.code, body.error.message]).toEqual([
      400,
      'ImageNotAllowed',
      expect.stringContaining('carrel up --allow-images localhost:5000'),
    ])
  })
})
