// The commands that act on this machine, run as a person or a script runs them.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { labels } from '../../src/engine/docker/names.ts'
import { createApiClient } from '../../src/host/api-client.ts'
import { dockerSocket } from '../../src/host/docker-daemon.ts'
import { browse } from '../support/browser-session.ts'
import { runCarrel } from '../support/carrel-command.ts'
import { freePair } from '../support/free-pair.ts'
import { leftAfterPurge, leftBehind, mountsBelow, processesWith } from '../support/left-behind.ts'
import { carrel, type Product, startProduct, until } from '../support/product.ts'
import { killProcess } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)
const isLong = process.env['CARREL_TEST_LONG'] === '1'

let product: Product
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct([])
})
afterAll(() => product?.[Symbol.asyncDispose]())

describe('beside others or killed', () => {
  const moments = isLong ? [50, 100, 200, 400, 600, 800, 1000, 1200, 1400, 1600, 2000, 2500] : [300, 900, 1500]

  test.each(moments)('up killed after %i ms is finished by the next, and purge by the next purge', async (moment) => {
    await using place = await anotherPlace('killed')
    await killAfter(moment, 'up', ...place.up)
    const finished = await runCarrel('up', ...place.up)
    expect(finished).toMatchObject({ code: 0 })
    expect(JSON.parse(finished.stdout)).toMatchObject({ instance: { name: product.facts.instance?.name } })
    await until(() => leftBehind(place.data))

    const { installation } = await readConfig(place.data)
    await killAfter(moment / 4, 'down', ...place.purge)
    expect(await runCarrel('down', ...place.purge)).toMatchObject({ code: 0 })
    expect(await leftAfterPurge(place.data, installation.installationId, installation.dockerSocket)).toEqual([])
  })

  test('two at the same time make one installation', async () => {
    await using place = await anotherPlace('twice')
    const [one, two] = await Promise.all([runCarrel('up', ...place.up), runCarrel('up', ...place.up)])
    expect([one, two]).toMatchObject([{ code: 0 }, { code: 0 }])
    expect(JSON.parse(two.stdout)).toEqual(JSON.parse(one.stdout))
    await until(() => leftBehind(place.data))
    expect(await processesWith(place.data)).toHaveLength(3)
  })
})

describe('up', () => {
  test('run again finds everything: the same facts, the same processes, the same one instance', async () => {
    const before = [await processIds(), await containers()]
    const again = await up('--json')
    expect(again).toMatchObject({ code: 0 })
    expect(JSON.parse(again.stdout)).toEqual(product.facts)
    expect(again.stdout.trim().split('\n')).toHaveLength(1)
    expect([await processIds(), await containers()]).toEqual(before)
    expect(await containers()).toHaveLength(1)
  })

  test('tells a person the links, and the password only where it lies', async () => {
    const { code, stdout } = await up()
    expect(code).toBe(0)
    expect(stdout).toContain(product.facts.instance?.jupyterUrl)
    expect(stdout).toContain(product.facts.endpoint)
    expect(stdout).toContain(product.facts.admin.passwordFile)
    expect(stdout).not.toContain(product.password)
  })

  test('starts again what was killed, whoever of the three it was', async () => {
    for (const name of ['supervise', 'gateway', 'server'] as const) {
      await killProcess(product.data, 'supervise')
      if (name !== 'supervise') await killProcess(product.data, name)
      const again = await up('--json')
      expect(again).toMatchObject({ code: 0 })
      expect(JSON.parse(again.stdout)).toEqual(product.facts)
      expect(await runCarrel('status', '--data', product.data)).toMatchObject({ code: 0 })
    }
    expect(await processesWith(product.data)).toHaveLength(3)
  })

  test('refuses another database for an installation that has one, and to let others in without a domain', async () => {
    const open = await runCarrel('up', '--data', product.data, '--listen', '192.0.2.1', '--detach', '--yes')
    expect(open).toMatchObject({ code: 1, stdout: '' })
    expect(open.stderr).toContain('without a domain')
    const database = await runCarrel('up', '--data', product.data, '--database', 'postgres://localhost/x', '--detach')
    expect(database).toMatchObject({ code: 1, stdout: '' })
    expect(database.stderr).toContain('another database')
    for (const { stderr } of [open, database]) expect(stderr).toMatch(/next: +\S/)
  })

  test('tells which port is in use, and makes nothing', async () => {
    // Of a pair: with the next one in use as well, both would be told.
    const port = await freePair()
    const holder = createServer().listen(port, '127.0.0.1')
    await once(holder, 'listening')
    const data = `${product.data}-other`
    const refused = await runCarrel('up', '--data', data, '--port', String(port), '--detach', '--json', '--yes')
    holder.close()
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain(`${port} in use by another program`)
    expect(refused.stderr).toContain('--port N')
    await expect(stat(data)).rejects.toThrow('ENOENT')
  })

  test('--no-install touches nothing', async () => {
    const data = `${product.data}-other`
    const before = [await processIds(), await containers()]
    const fresh = await runCarrel('up', '--no-install', '--data', data, '--port', '1', '--json')
    expect(fresh.stdout).toBe('')
    expect(fresh.stderr).toMatch(/disk, data/)
    await expect(stat(data)).rejects.toThrow('ENOENT')
    const present = await runCarrel('up', '--no-install', '--data', product.data)
    expect(present.code).toBe(0)
    expect([await processIds(), await containers()]).toEqual(before)
  })

  test.each([
    [['up', '--port', '0'], 'a port is a number'],
    [['up', '--port', 'many'], 'a port is a number'],
    [['up', '--port', '65535'], 'a port is a number'],
    [['up', '--prot', '1'], "unknown option '--prot'"],
    [['up', 'now'], 'too many arguments'],
    [['upp'], "unknown command 'upp'"],
    [['logs', 'database'], "'server' or 'gateway'"],
    [['logs', '--lines', '-1'], 'a whole number'],
    [['sp', 'create'], "missing required argument 'name'"],
  ])('%j is refused with a sentence', async (args, said) => {
    const { code, stdout, stderr } = await runCarrel(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
    expect(stderr).not.toMatch(/^ +at /m)
  })

  test('a data folder without an installation is told as such by every command', async () => {
    const data = `${product.data}-other`
    expect(await runCarrel('status', '--data', data)).toMatchObject({ code: 3 })
    const status = await runCarrel('status', '--json', '--data', data)
    expect(status.code).toBe(3)
    expect(JSON.parse(status.stdout)).toEqual({ data, isRunning: false })
    expect(await runCarrel('down', '--data', data)).toMatchObject({ code: 0 })
    for (const args of [['env'], ['logs'], ['sp', 'create', 'x']]) {
      const { code, stdout, stderr } = await runCarrel(...args, '--data', data)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toContain(`No installation in ${data}`)
      expect(stderr).not.toMatch(/^ +at /m)
    }
    await expect(stat(data)).rejects.toThrow('ENOENT')
  })
})

test('status tells whether it runs, where and on what', async () => {
  const shown = await runCarrel('status', '--data', product.data)
  expect(shown.code).toBe(0)
  expect(shown.stdout).toContain(product.facts.endpoint)
  const { code, stdout } = await runCarrel('status', '--json', '--data', product.data)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ data: product.data, isRunning: true, endpoint: product.facts.endpoint })
})

test('logs shows what the processes wrote, of both or of one', async () => {
  const both = await runCarrel('logs', '--data', product.data)
  expect(both.code).toBe(0)
  expect(both.stdout).toContain('serving')
  expect(both.stdout).toContain('listening')
  const one = await runCarrel('logs', 'gateway', '--lines', '1', '--data', product.data)
  expect(one.stdout.trim().split('\n')).toHaveLength(1)
})

test('no secret of the installation is in its logs', async () => {
  const secrets = [product.password, product.facts.principal.clientSecret]
  for (const name of await readdir(join(product.data, 'logs'))) {
    const said = await readFile(join(product.data, 'logs', name), 'utf8')
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
  }
})

test('env gives a shell all that a client library needs', async () => {
  const script = `eval "$('${carrel}' env --data '${product.data}')" && exec "$0" -e 'console.log(JSON.stringify(process.env))'`
  const { stdout } = await run('sh', ['-c', script, process.execPath])
  const values = {
    CARREL_ENDPOINT: product.facts.endpoint,
    AZURE_TENANT_ID: product.facts.tenantId,
    AZURE_SUBSCRIPTION_ID: product.facts.subscriptionId,
    AZURE_CLIENT_ID: product.facts.principal.clientId,
    AZURE_CLIENT_SECRET: product.facts.principal.clientSecret,
    REQUESTS_CA_BUNDLE: product.facts.caFile,
  }
  expect(JSON.parse(stdout)).toMatchObject(values)
  const { stdout: json } = await runCarrel('env', '--json', '--data', product.data)
  expect(JSON.parse(json)).toMatchObject(values)
})

test('sp create makes a principal that may do what its role says at its scope, and no more', async () => {
  const { subscriptionId, resourceGroup, endpoint, caFile } = product.facts
  const scope = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
  const args = ['sp', 'create', 'nightly', '--role', 'Reader', '--scope', scope, '--json', '--data', product.data]
  const { code, stdout } = await runCarrel(...args)
  expect(code).toBe(0)
  const reader = await createApiClient(endpoint, caFile, JSON.parse(stdout))
  const version = '?api-version=2021-04-01'
  expect((await reader.send('GET', scope + version)).status).toBe(200)
  expect((await reader.send('PUT', scope + version, { location: 'local' })).status).toBe(403)
  expect((await reader.send('GET', `/subscriptions/${subscriptionId}/resourceGroups/elsewhere${version}`)).status).toBe(
    403,
  )

  const nobody = await runCarrel('sp', 'create', 'nightly', '--role', 'Emperor', '--data', product.data)
  expect({ code: nobody.code, stdout: nobody.stdout }).toEqual({ code: 3, stdout: '' })
  expect(nobody.stderr).toContain('Emperor')
})

test('down leaves the instances running, and up finds them as they were', async () => {
  const before = await containers()
  expect(await runCarrel('down', '--data', product.data)).toMatchObject({ code: 0 })
  expect(await processesWith(product.data)).toEqual([])
  expect(await runCarrel('status', '--data', product.data)).toMatchObject({ code: 3 })
  expect((await runCarrel('down', '--data', product.data)).stderr).toContain('Not running')
  expect(await containers()).toEqual(before)

  expect(JSON.parse((await up('--json')).stdout)).toEqual(product.facts)
  await until(() => leftBehind(product.data))
  expect(await containers()).toEqual(before)
  const cookie = await product.signIn(`${product.facts.instance?.name}-lab`)
  const app = new URL('/api', product.facts.instance?.jupyterUrl)
  expect((await browse(app, { cookie })).status).toBe(200)
})

test('after a restart of the machine, which ends instances and mounts, up starts what ran', async () => {
  await runCarrel('down', '--data', product.data)
  const [instance] = await containers()
  await docker()
    .getContainer(instance?.id ?? '')
    .kill()
  for (const path of (await mountsBelow(product.data)).reverse()) await run('umount', [path])
  expect(await up('--json')).toMatchObject({ code: 0 })
  await until(() => leftBehind(product.data))
  expect(await containers()).toMatchObject([{ id: instance?.id, state: 'running' }])
})

test('down --purge asks first, and leaves nothing behind', async () => {
  await using other = await startProduct([])
  const { installation } = await readConfig(other.data)
  const unasked = await runCarrel('down', '--purge', '--data', other.data)
  expect(unasked.code).toBe(1)
  expect(unasked.stderr).toContain('--yes')
  await until(() => leftBehind(other.data))

  expect(await runCarrel('down', '--purge', '--yes', '--data', other.data)).toMatchObject({ code: 0 })
  expect(await leftAfterPurge(other.data, installation.installationId, installation.dockerSocket)).toEqual([])
  await expect(stat(other.data)).rejects.toThrow('ENOENT')
  expect(await runCarrel('status', '--data', product.data)).toMatchObject({ code: 0 })
})

/** A data folder that is not there yet, with the options to make and to remove an installation in it. */
async function anotherPlace(name: string) {
  const data = `${product.data}-${name}`
  const purge = ['--data', data, '--purge', '--yes']
  return {
    data,
    up: ['--data', data, '--port', String(await freePair()), '--detach', '--json', '--yes'],
    purge,
    async [Symbol.asyncDispose]() {
      await runCarrel('down', ...purge)
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** With everything it has started that goes with it when a terminal dies. */
async function killAfter(ms: number, ...args: string[]): Promise<void> {
  const child = spawn(carrel, args, { stdio: 'ignore', detached: true })
  const ended = once(child, 'close')
  await sleep(ms)
  if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL')
  await ended
}

function up(...options: string[]) {
  return runCarrel('up', '--data', product.data, '--detach', '--yes', ...options)
}

async function processIds() {
  const { stdout } = await runCarrel('status', '--json', '--data', product.data)
  return JSON.parse(stdout).processes
}

function docker(): Docker {
  return new Docker({ socketPath: dockerSocket() })
}

/** Of the installation, with when each was started. */
async function containers() {
  const { installationId } = (await readConfig(product.data)).installation
  const filters = { label: [`${labels.installation}=${installationId}`] }
  const found = await docker().listContainers({ all: true, filters })
  return Promise.all(
    found.map(async ({ Id }) => {
      const { State } = await docker().getContainer(Id).inspect()
      return { id: Id, state: State.Status, startedAt: State.StartedAt }
    }),
  )
}
