// The running product, as a person starts it: `./carrel up` on Docker with a data folder of its own, both processes, and
// everything removed at the end.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Client, openClient } from '../../src/cli/client.ts'
import { signInToApp } from './browser-session.ts'
import { nextExchangesFile } from './exchanges-folder.ts'
import { freePair } from './free-pair.ts'

const run = promisify(execFile)
export const carrel = fileURLToPath(new URL('../../carrel', import.meta.url))
const apiVersion = 'api-version=2024-10-01'
/** For the work of Docker on a machine that may be busy. */
const patienceMs = 180_000

/** What `up --json` prints. */
export interface UpFacts {
  readonly endpoint: string
  readonly caFile: string
  readonly tenantId: string
  readonly subscriptionId: string
  readonly resourceGroup: string
  readonly workspace: string
  readonly location: string
  readonly admin: { readonly userName: string; readonly passwordFile: string; readonly objectId: string }
  readonly principal: { readonly clientId: string; readonly clientSecret: string; readonly objectId: string }
  readonly instance: { readonly name: string; readonly jupyterUrl: string; readonly ssh: string | null } | null
}

export interface Product extends AsyncDisposable {
  readonly facts: UpFacts
  readonly data: string
  /** The API port; browsers use the next one. */
  readonly port: number
  readonly password: string
  /** Signed in as the principal for scripts. */
  readonly client: Client
  /** Id of a compute in the first workspace. */
  computeId(name: string): string
  /** Creates an instance owned by the administrator and waits until it runs. */
  createInstance(name: string, properties?: Record<string, unknown>): Promise<void>
  /** Waits until the compute's state is this one; throws with what it was after `timeoutMs`. */
  untilState(name: string, state: string, timeoutMs?: number): Promise<void>
  /** The `Cookie` header of the administrator's browser at an app. */
  signIn(label: string): Promise<string>
}

/** `environment` is added to this process's own for `up`. */
export async function startProduct(
  options: readonly string[] = ['--no-instance'],
  environment: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const data = await mkdtemp(join(tmpdir(), 'carrel-product-'))
  const port = await freePair()
  const args = ['up', '--data', data, '--port', String(port), '--detach', '--json', '--yes', ...options]
  const recording = await nextExchangesFile()
  const env = { ...process.env, ...(recording ? { CARREL_RECORD_EXCHANGES: recording } : {}), ...environment }
  const { stdout } = await run(carrel, args, { maxBuffer: 1e7, env }).catch(async (error: unknown) => {
    // One that was never made has nothing to be purged but its mount.
    await run('umount', ['--lazy', join(data, 'volumes')]).catch(() => undefined)
    await removeProduct(data)
    throw error
  })
  const facts: UpFacts = JSON.parse(stdout)
  const client = await openClient(data)
  const computeId = (name: string) =>
    `/subscriptions/${facts.subscriptionId}/resourceGroups/${facts.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${facts.workspace}/computes/${name}`
  const password = (await readFile(facts.admin.passwordFile, 'utf8')).trim()
  const product: Product = {
    facts,
    data,
    port,
    password,
    client,
    computeId,
    async createInstance(name, properties = {}) {
      const assignedUser = { objectId: facts.admin.objectId, tenantId: facts.tenantId }
      const inner = { vmSize: 'STANDARD_D2S_V3', personalComputeInstanceSettings: { assignedUser }, ...properties }
      await client.call('PUT', `${computeId(name)}?${apiVersion}`, {
        location: 'local',
        properties: { computeType: 'ComputeInstance', properties: inner },
      })
      await product.untilState(name, 'Running')
    },
    untilState: (name, state, timeoutMs = patienceMs) =>
      until(async () => {
        const found = await client.call<{ properties: { properties: { state: string } } }>(
          'GET',
          `${computeId(name)}?${apiVersion}`,
        )
        return found.properties.properties.state === state
          ? undefined
          : `${name} is ${found.properties.properties.state}, not ${state}`
      }, timeoutMs),
    signIn: (label) => signInToApp({ port: port + 1, label, userName: facts.admin.userName, password }),
    [Symbol.asyncDispose]: () => removeProduct(data),
  }
  return product
}

async function removeProduct(data: string): Promise<void> {
  await run(carrel, ['down', '--data', data, '--purge', '--yes'])
  await rm(data, { recursive: true, force: true })
}

/** Polls until `look` has nothing to complain of; throws its last complaint after `timeoutMs`. */
export async function until(look: () => Promise<string | undefined>, timeoutMs = patienceMs): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const complaint = await look().catch((error: unknown) => String(error))
    if (complaint === undefined) return
    if (performance.now() > deadline) throw new Error(complaint)
    await sleep(100)
  }
}
