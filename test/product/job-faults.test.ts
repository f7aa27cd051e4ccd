// Server, gateway, nodes, their supervisors and Docker's daemon killed at random while jobs run. Each job ends once, by what
// is told of it and by what it did; nothing is left behind; and what the cluster holds is what runs.

import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathsIn, readConfig } from '../../src/config.ts'
import { fileServerShare } from '../../src/providers/batchai/file-servers/file-server-share.ts'
import { type OwnDockerd, openOwnDockerd } from '../support/own-dockerd.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { seeded } from '../support/seeded.ts'
import { endOfStorm, type StormJob, type StormJobs, submitJob, unfinished } from '../support/storm-jobs.ts'

const run = promisify(execFile)
const version = 'api-version=2018-05-01'
const isLong = process.env['CARREL_TEST_LONG'] === '1'
const seed = Number(process.env['CARREL_STORM_SEED'] ?? 7)
const count = isLong ? 200 : 24
const nodes = 4
/** For all of the jobs, on a machine that may be busy. */
const patienceMs = isLong ? 1_800_000 : 600_000

let dockerd: OwnDockerd
let product: Product
let storm: StormJobs

skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  dockerd = await openOwnDockerd()
  product = await startProduct(['--no-instance'], dockerd.environment)
  const { subscriptionId, resourceGroup } = product.facts
  const workspace = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/batch`
  const share = join(pathsIn(product.data).volumes, 'shares', fileServerShare(`${workspace}/fileServers/disks`))
  storm = { client: product.client, workspace, share, odd: 100_000 + process.pid }
  const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret' }
  const dataDisks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' }
  await call('PUT', workspace, { location: 'local' })
  await call('PUT', `${workspace}/fileServers/disks`, {
    properties: { vmSize: 'STANDARD_D1_V2', sshConfiguration: { userAccountSettings }, dataDisks },
  })
  const fileServers = [{ fileServer: { id: `${workspace}/fileServers/disks` }, relativeMountPath: 'nfs' }]
  await call('PUT', `${workspace}/clusters/pool`, {
    properties: {
      ...{ vmSize: 'STANDARD_D1_V2', userAccountSettings, nodeSetup: { mountVolumes: { fileServers } } },
      scaleSettings: { manual: { targetNodeCount: nodes } },
    },
  })
  await call('PUT', `${workspace}/experiments/trial`, {})
  await untilAllIdle()
})
afterAll(async () => {
  await using _dockerd = dockerd
  await using _product = product
  await dockerd?.start()
})

const call = (method: string, path: string, body?: unknown) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  product.client.call<any>(method, `${path}?${version}`, body)

test('jobs begin, end and are recorded while Docker is away', async () => {
  const all = ['before', 'meanwhile'].map(
    (name, index): StormJob => ({ name, exitCode: 3 * index, seconds: 2 + index }),
  )
  const [before, meanwhile] = all
  if (before === undefined || meanwhile === undefined) throw new Error('there are two')
  await submitJob(storm, before)
  await until(async () => {
    const { executionState } = (await call('GET', `${storm.workspace}/experiments/trial/jobs/before`)).properties
    return executionState === 'queued' ? 'it has not begun' : undefined
  })
  await dockerd.kill()
  try {
    await submitJob(storm, meanwhile)
    await untilAllOver()
  } finally {
    await dockerd.start()
  }
  expect(await endOfStorm(storm, all)).toEqual({ complaints: [], requeued: 0, givenUp: 0 })
  await untilAllIdle()
})

test(
  `${count} jobs end once each, whatever is killed meanwhile (seed ${seed})`,
  async () => {
    const random = seeded(seed)
    const all = Array.from({ length: count }, (_, index): StormJob => {
      return { name: `job-${index}`, exitCode: index % 5 === 0 ? 3 : 0, seconds: Math.round(3 + random() * 30) / 10 }
    })
    const over = new AbortController()
    const killing = killOnAndOn(random, over.signal)
    // It is told of below.
    killing.catch(() => undefined)
    const submitted = all[Symbol.iterator]()
    const submitOnAndOn = async () => {
      for (const job of submitted) await submitJob(storm, job)
    }
    try {
      await Promise.all([submitOnAndOn(), submitOnAndOn(), submitOnAndOn()])
      await untilAllOver()
    } finally {
      over.abort()
    }
    const killed = await killing
    // What was killed last is seen to have been, and is up again.
    await untilHeld({ containers: nodes, running: nodes, networks: 1, cores: nodes })
    await untilAllIdle()
    const end = await endOfStorm(storm, all)
    console.log(
      `seed ${seed}: ${count} jobs, killed ${JSON.stringify(killed)}, ${end.requeued} requeued, ${end.givenUp} given up`,
    )
    expect(end.complaints).toEqual([])
    expect(await leftRunning()).toBe(0)
    await call('DELETE', `${storm.workspace}/clusters/pool`)
    await untilHeld({ containers: 0, running: 0, networks: 0, cores: 0 })
  },
  2 * patienceMs,
)

type Fault = 'server' | 'gateway' | 'node' | 'supervisor' | 'dockerd'

/** Each kind before any comes again; until all is over, and each kind at least once. All in a round may be down at once. */
async function killOnAndOn(random: () => number, over: AbortSignal): Promise<Record<Fault, number>> {
  const killed = { server: 0, gateway: 0, node: 0, supervisor: 0, dockerd: 0 }
  while (!over.aborted || Object.values(killed).includes(0)) {
    const kinds = (Object.keys(killed) as Fault[])
      .map((kind) => ({ kind, at: random() }))
      .toSorted((a, b) => a.at - b.at)
    for (const { kind } of kinds) {
      await sleep(random() * 1200)
      if (over.aborted && killed[kind] > 0) continue
      await kill(kind, random)
      killed[kind] += 1
    }
    // What is killed before it has started, over and over, never does anything that could go wrong.
    await untilUp(({ idleNodeCount, runningNodeCount }) => idleNodeCount + runningNodeCount)
  }
  return killed
}

async function kill(kind: Fault, random: () => number): Promise<void> {
  if (kind === 'server' || kind === 'gateway')
    return untilReplaced(product.data, kind, await killProcess(product.data, kind))
  if (kind === 'dockerd') {
    await dockerd.kill()
    await sleep(random() * 1000)
    return dockerd.start()
  }
  const running = (await ownContainers()).filter(({ State }) => State === 'running')
  const seen = await Promise.all(running.map(async ({ Id }) => ({ id: Id, lines: await processesIn(Id) })))
  // One at work where there is one: there is more to lose.
  const busy = seen.filter(({ lines }) => lines.some(({ args }) => args === `sleep ${storm.odd}`))
  const among = busy.length > 0 ? busy : seen
  const victim = among[Math.floor(random() * among.length)]
  if (victim === undefined) return
  if (kind === 'node') await dockerd.docker.getContainer(victim.id).kill().catch(hasEnded)
  const supervisor = victim.lines.find(({ args }) => args.includes('supervisor.'))
  if (kind === 'supervisor' && supervisor) killIfThere(supervisor.pid)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

interface SeenProcess {
  readonly pid: number
  readonly args: string
}

/** As the kernel tells: of a container that is just ending Docker cannot say. */
async function processesIn(id: string): Promise<readonly SeenProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = (pid: string, name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
  const found = pids.map(async (pid) => {
    if (!(await read(pid, 'cgroup')).includes(id)) return []
    return [{ pid: Number(pid), args: (await read(pid, 'cmdline')).split('\0').join(' ').trim() }]
  })
  return (await Promise.all(found)).flat()
}

/** By itself, in between. */
function hasEnded(error: unknown): undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (status !== 404 && status !== 409) throw error
}

async function ownContainers() {
  const { installationId } = (await readConfig(product.data)).installation
  return dockerd.docker.listContainers({ all: true, filters: { label: [`carrel.installation=${installationId}`] } })
}

async function held() {
  const containers = await ownContainers()
  const { installationId } = (await readConfig(product.data)).installation
  const networks = await dockerd.docker.listNetworks({ filters: { label: [`carrel.installation=${installationId}`] } })
  const { value } = await call(
    'GET',
    `/subscriptions/${product.facts.subscriptionId}/providers/Microsoft.BatchAI/locations/local/usages`,
  )
  return {
    containers: containers.length,
    running: containers.filter(({ State }) => State === 'running').length,
    networks: networks.length,
    cores: value.find((each: { name: { value: string } }) => each.name.value === 'total').currentValue,
  }
}

function untilHeld(wanted: Awaited<ReturnType<typeof held>>): Promise<void> {
  return until(async () => {
    const found = JSON.stringify(await held())
    return found === JSON.stringify(wanted) ? undefined : found
  }, patienceMs)
}

/** What the jobs left to themselves, on the whole machine. */
async function leftRunning(): Promise<number> {
  const { stdout } = await run('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line === `sleep ${storm.odd}`).length
}

function untilAllOver(): Promise<void> {
  return until(async () => {
    const left = await unfinished(storm)
    return left.length === 0 ? undefined : `not over: ${left.join(', ')}`
  }, patienceMs)
}

function untilAllIdle(): Promise<void> {
  return untilUp(({ idleNodeCount }) => idleNodeCount)
}

function untilUp(countOf: (counts: Record<'idleNodeCount' | 'runningNodeCount', number>) => number): Promise<void> {
  return until(async () => {
    const { nodeStateCounts, allocationState, errors } = (await call('GET', `${storm.workspace}/clusters/pool`))
      .properties
    const isThere = countOf(nodeStateCounts) === nodes && allocationState === 'steady'
    return isThere ? undefined : JSON.stringify([nodeStateCounts, errors])
  }, patienceMs)
}
