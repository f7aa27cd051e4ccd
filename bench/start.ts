// From create to an answering JupyterLab, through API and gateway, beside a bare `docker run` of the same image with the
// same limits: in turn, in one run. Prints medians per phase; the last line is `ratio R`, ours by bare.
//
//   npm run bench:start [-- RUNS]

import { execFile } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Client, openClient } from '../src/cli/client.ts'
import { browse, signInToApp } from '../test/support/browser-session.ts'

const run = promisify(execFile)
const carrel = fileURLToPath(new URL('../carrel', import.meta.url))
const runs = Number(process.argv[2] ?? 7)
const port = 18443
const name = 'bench'
const size = { name: 'STANDARD_D2S_V3', cpus: 2, memoryGiB: 8 }
const pollMs = 10
const apiVersion = 'api-version=2024-10-01'

interface Ours {
  readonly totalMs: number
  readonly phases: ReadonlyMap<string, number>
}

const data = await mkdtemp(join(tmpdir(), 'carrel-bench-'))
process.stderr.write('starting an installation for the bench\n')
const { stdout } = await run(
  carrel,
  ['up', '--data', data, '--port', String(port), '--no-instance', '--detach', '--json', '--yes'],
  { maxBuffer: 1e7 },
)
const facts = JSON.parse(stdout)
try {
  const client = await openClient(data)
  await measure(client)
} finally {
  await run(carrel, ['down', '--data', data, '--purge', '--yes'])
}

async function measure(client: Client): Promise<void> {
  const { subscriptionId, resourceGroup, workspace, tenantId, admin } = facts
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}/computes/${name}`
  const owner = { objectId: admin.objectId, tenantId }
  const body = {
    location: 'local',
    properties: {
      computeType: 'ComputeInstance',
      properties: { vmSize: size.name, personalComputeInstanceSettings: { assignedUser: owner } },
    },
  }
  const url = new URL(`http://${name}-lab.localhost:${port + 1}/api`)

  await client.call('PUT', `${id}?${apiVersion}`, body)
  const password = (await readFile(admin.passwordFile, 'utf8')).trim()
  const cookie = await signInToApp({ port: port + 1, label: `${name}-lab`, userName: admin.userName, password })
  await until(async () =>
    (await browse(url, { cookie, headers: { accept: 'application/json' } })).text.includes('version'),
  )
  await remove(client, id)

  const ours: Ours[] = []
  const bare: number[] = []
  for (let index = 0; index < runs; index++) {
    ours.push(await createOnce({ client, id, body, url, cookie }))
    await remove(client, id)
    bare.push(await bareOnce(client.config.installation.image))
    process.stderr.write(
      `run ${index + 1}: ours ${Math.round(ours.at(-1)?.totalMs ?? 0)} ms, bare ${Math.round(bare.at(-1) ?? 0)} ms\n`,
    )
  }
  report(ours, bare)
}

async function createOnce(create: {
  client: Client
  id: string
  body: unknown
  url: URL
  cookie: string
}): Promise<Ours> {
  const { client, id, body, url, cookie } = create
  const start = performance.now()
  await client.call('PUT', `${id}?${apiVersion}`, body)
  const acceptedMs = performance.now() - start
  await until(async () =>
    (await browse(url, { cookie, headers: { accept: 'application/json' } })).text.includes('version'),
  )
  const totalMs = performance.now() - start
  const events = await client.call<{
    value: { operationName: string; phases: { name: string; durationMs?: number }[] }[]
  }>('GET', `${id}/events?${apiVersion}`)
  const created = events.value.find((event) => event.operationName === 'Create')
  return {
    totalMs,
    phases: new Map([
      ['accept', acceptedMs],
      ...(created?.phases ?? []).map((phase): [string, number] => [phase.name, phase.durationMs ?? 0]),
    ]),
  }
}

async function remove(client: Client, id: string): Promise<void> {
  await client.call('DELETE', `${id}?${apiVersion}&underlyingResourceAction=Delete`)
  await until(async () =>
    client.call('GET', `${id}?${apiVersion}`).then(
      () => false,
      () => true,
    ),
  )
}

async function bareOnce(image: string): Promise<number> {
  const start = performance.now()
  const limits = ['--cpus', String(size.cpus), '--memory', `${size.memoryGiB}g`]
  const lab = [
    'jupyter-lab',
    '--ip=0.0.0.0',
    '--no-browser',
    '--IdentityProvider.token=',
    '--ServerApp.allow_remote_access=True',
  ]
  const { stdout: container } = await run('docker', [
    'run',
    '-d',
    '--user',
    'azureuser',
    '--entrypoint',
    '/usr/bin/tini',
    ...limits,
    image,
    '--',
    ...lab,
  ])
  const { stdout: address } = await run('docker', ['inspect', '-f', '{{.NetworkSettings.IPAddress}}', container.trim()])
  await until(() => answers(address.trim()))
  const totalMs = performance.now() - start
  await run('docker', ['rm', '-f', container.trim()])
  return totalMs
}

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ host, port: 8888, path: '/api', timeout: 500 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(false))
    call.end()
  })
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await isTrue().catch(() => false))) {
    if (performance.now() > deadline) throw new Error('waited a minute in vain')
    await sleep(pollMs)
  }
}

function report(ours: readonly Ours[], bare: readonly number[]): void {
  const phases = [...new Set(ours.flatMap((each) => [...each.phases.keys()]))]
  const line = (label: string, values: readonly number[]) => {
    const sorted = values.toSorted((a, b) => a - b)
    console.log(
      `${label.padEnd(36)} ${Math.round(median(values))} ms  (${Math.round(sorted[0] ?? 0)}–${Math.round(sorted.at(-1) ?? 0)})`,
    )
  }
  console.log(`medians of ${ours.length} runs each, in turn (least–most)`)
  for (const phase of phases)
    line(
      `  phase ${phase}`,
      ours.map((each) => each.phases.get(phase) ?? 0),
    )
  line(
    'create → JupyterLab API answers',
    ours.map((each) => each.totalMs),
  )
  line('bare docker run → the same', bare)
  console.log(`ratio ${(median(ours.map((each) => each.totalMs)) / median(bare)).toFixed(2)}`)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
