// An installation of a bench's own on Docker with one cluster, and its jobs as a program submits and follows them: through
// the ARM API, over HTTPS and the gateway.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Client, openClient } from '../src/cli/client.ts'
import { pathsIn } from '../src/config.ts'
import { runningPid } from '../src/host/process-files.ts'

const run = promisify(execFile)
const carrel = fileURLToPath(new URL('../carrel', import.meta.url))
const port = 18_463
const version = 'api-version=2018-05-01'

export interface JobsPlace extends AsyncDisposable {
  /** Makes a cluster, or gives the one there is other settings of scale, and waits until it has so many idle nodes. */
  scale(scaleSettings: unknown, idle: number): Promise<void>
  /** Submits one that ends at once. */
  submit(name: string): Promise<void>
  /** When it was recorded as over, by the wall clock; undefined: it is not. Throws for one that failed. */
  overAt(name: string): Promise<number | undefined>
  cluster(): Promise<{ readonly allocationState: string; readonly currentNodeCount: number }>
  /** What the server's process takes of the memory. */
  serverBytes(): Promise<number>
}

// biome-ignore lint/suspicious/noExplicitAny: a bench reads what came over the wire
type Body = any

export async function openJobsPlace(): Promise<JobsPlace> {
  const data = await mkdtemp(join(tmpdir(), 'carrel-bench-'))
  const close = async () => {
    await run(carrel, ['down', '--data', data, '--purge', '--yes'])
    await rm(data, { recursive: true, force: true })
  }
  try {
    const args = ['up', '--data', data, '--port', String(port), '--no-instance', '--detach', '--json', '--yes']
    const { stdout } = await run(carrel, args, { maxBuffer: 1e7 })
    const { subscriptionId, resourceGroup } = JSON.parse(stdout)
    const client = await openClient(data)
    const workspace = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/bench`
    const place = placeIn({ client, workspace, data })
    await client.call('PUT', `${workspace}?${version}`, { location: 'local' })
    await client.call('PUT', `${workspace}/experiments/trial?${version}`, {})
    return { ...place, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Where {
  readonly client: Client
  readonly workspace: string
  readonly data: string
}

function placeIn({ client, workspace, data }: Where): Omit<JobsPlace, typeof Symbol.asyncDispose> {
  const id = `${workspace}/clusters/pool`
  const call = (method: string, path: string, body?: unknown) => client.call<Body>(method, `${path}?${version}`, body)
  const cluster = async () => (await call('GET', id)).properties
  return {
    cluster,
    async scale(scaleSettings, idle) {
      const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret' }
      const isThere = await call('GET', id).then(
        () => true,
        () => false,
      )
      if (isThere) await call('PATCH', id, { properties: { scaleSettings } })
      else await call('PUT', id, { properties: { vmSize: 'STANDARD_D1_V2', scaleSettings, userAccountSettings } })
      await until(async () => {
        const { nodeStateCounts, currentNodeCount, allocationState } = await cluster()
        const isSteady = allocationState === 'steady' && currentNodeCount === idle
        return isSteady && nodeStateCounts.idleNodeCount === idle
      })
    },
    async submit(name) {
      await call('PUT', `${workspace}/experiments/trial/jobs/${name}`, {
        properties: {
          ...{ cluster: { id }, nodeCount: 1, customToolkitSettings: { commandLine: 'exit 0' } },
          stdOutErrPathPrefix: '/tmp/out',
        },
      })
    },
    async overAt(name) {
      const job = (await call('GET', `${workspace}/experiments/trial/jobs/${name}`)).properties
      if (job.executionState === 'failed') throw new Error(`${name}: ${JSON.stringify(job.executionInfo)}`)
      return job.executionState === 'succeeded' ? Date.parse(job.executionStateTransitionTime) : undefined
    },
    async serverBytes() {
      const pid = await runningPid(pathsIn(data), 'server')
      const status = await readFile(`/proc/${pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) * 1024
    },
  }
}

export async function until(isTrue: () => Promise<boolean>, everyMs = 20): Promise<void> {
  const deadline = performance.now() + 600_000
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error('waited ten minutes in vain')
    await sleep(everyMs)
  }
}
