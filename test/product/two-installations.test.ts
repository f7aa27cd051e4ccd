// Two installations on one Docker, with an instance of the same resource id in each: what one does never touches the
// other.

import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse } from '../support/browser-session.ts'
import { carrel, type Product, startProduct, until } from '../support/product.ts'

const run = promisify(execFile)
const name = 'same-desk'
const version = 'api-version=2024-10-01'

interface Container {
  readonly Id: string
  readonly State: { readonly Running: boolean; readonly StartedAt: string }
}

let kept: Product
let other: Product
let id: string
/** Of the kept installation's instance, as it was at first. */
let untouched: Container

beforeAll(async () => {
  kept = await startProduct()
  other = await startProduct()
  await giveSubscription(other, kept.facts.subscriptionId)
  id = kept.computeId(name)
  await Promise.all([kept, other].map(createInstance))
  await shellIn(kept, 'echo kept > ~/note')
  await shellIn(other, 'echo other > ~/note')
  untouched = await containerOf(kept)
})
afterAll(async () => {
  await other?.[Symbol.asyncDispose]()
  await kept?.[Symbol.asyncDispose]()
})

test('both run, each with its own machine and home', async () => {
  expect((await containerOf(other)).Id).not.toBe(untouched.Id)
  expect(await shellIn(kept, 'cat ~/note')).toBe('kept\n')
  expect(await shellIn(other, 'cat ~/note')).toBe('other\n')
})

test('a restart of one takes the other’s machine for nobody’s orphan', async () => {
  const before = await containerOf(other)
  await run(carrel, ['down', '--data', kept.data])
  await run(carrel, ['up', '--data', kept.data, '--detach', '--json', '--yes', '--no-instance'])
  await kept.untilState(name, 'Running')
  // Every change of its own machines lets an installation sweep again for what differs from its rows.
  await stop(kept)
  await start(kept)
  untouched = await containerOf(kept)
  expect(await containerOf(other)).toEqual(before)
})

test('stopping and deleting the one leaves the other running', async () => {
  await stop(other)
  expect(await containerOf(kept)).toEqual(untouched)
  await other.client.call('DELETE', `${id}?${version}&underlyingResourceAction=Delete`)
  await until(async () => ((await exists(other)) ? 'it is not deleted yet' : undefined))
  expect(await containersOf(other)).toEqual([])
  expect(await containerOf(kept)).toEqual(untouched)
})

test('purging the one leaves the other running, with its home and its app', async () => {
  await createInstance(other)
  await other[Symbol.asyncDispose]()
  expect(await containersOf(other)).toEqual([])
  expect(await containerOf(kept)).toEqual(untouched)
  expect(await shellIn(kept, 'cat ~/note')).toBe('kept\n')
  const cookie = await kept.signIn(`${name}-lab`)
  const answer = await browse(new URL(`http://${name}-lab.localhost:${kept.port + 1}/api/status`), { cookie })
  expect(answer.status).toBe(200)
})

/** As if it had been installed with this id by chance. */
async function giveSubscription({ data }: Product, subscriptionId: string): Promise<void> {
  await run(carrel, ['down', '--data', data])
  const file = join(data, 'config.json')
  const installation = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ ...installation, subscriptionId }))
  await run(carrel, ['up', '--data', data, '--detach', '--json', '--yes', '--no-instance'])
}

async function createInstance(product: Product): Promise<void> {
  const { objectId } = product.facts.admin
  const assignedUser = { objectId, tenantId: product.facts.tenantId }
  const inner = { vmSize: 'STANDARD_D2S_V3', personalComputeInstanceSettings: { assignedUser } }
  const properties = { computeType: 'ComputeInstance', properties: inner }
  await product.client.call('PUT', `${id}?${version}`, { location: 'local', properties })
  await untilState(product, 'Running')
}

async function stop(product: Product): Promise<void> {
  await product.client.call('POST', `${id}/stop?${version}`)
  await untilState(product, 'Stopped')
}

async function start(product: Product): Promise<void> {
  await product.client.call('POST', `${id}/start?${version}`)
  await untilState(product, 'Running')
}

function untilState(product: Product, state: string): Promise<void> {
  return until(async () => {
    const found = await product.client.call<{ properties: { properties: { state: string } } }>(
      'GET',
      `${id}?${version}`,
    )
    const now = found.properties.properties.state
    return now === state ? undefined : `it is ${now}, not ${state}`
  })
}

async function exists({ client }: Product): Promise<boolean> {
  return client.call('GET', `${id}?${version}`).then(
    () => true,
    (error: { status?: number }) => error.status !== 404,
  )
}

async function containerOf(product: Product): Promise<Container> {
  const [found, ...more] = await containersOf(product)
  if (found === undefined || more.length > 0) throw new Error(`${more.length} containers more than one`)
  const { stdout } = await run('docker', ['inspect', found])
  const [{ Id, State }] = JSON.parse(stdout)
  return { Id, State: { Running: State.Running, StartedAt: State.StartedAt } }
}

async function containersOf({ client }: Product): Promise<string[]> {
  const label = `label=carrel.installation=${client.config.installation.installationId}`
  const { stdout } = await run('docker', ['ps', '--all', '--quiet', '--no-trunc', '--filter', label])
  return stdout.split('\n').filter((line) => line !== '')
}

/** As the instance's user; answers what was printed. */
async function shellIn(product: Product, command: string): Promise<string> {
  const { Id } = await containerOf(product)
  return (
    await run('docker', ['exec', '--user', 'azureuser', '--env', 'HOME=/home/azureuser', Id, 'sh', '-c', command])
  ).stdout
}
