// A template of many resources on the memory engine: seconds from PUT to Succeeded, and what it costs the server in memory.
// Beside it in the same run: the same resources by as many PUTs, which is the least a deployment can take.
//
//   npm run bench:deploy [-- RESOURCES]

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Answered, Asked, ServerFacts } from './deploy-server.ts'

const count = Number(process.argv[2] ?? 200)
const pollMs = 20

const child = fork(fileURLToPath(new URL('deploy-server.ts', import.meta.url)), { serialization: 'advanced' })
const waiting = new Map<number, (answered: Answered) => void>()
const [{ group }] = (await once(child, 'message')) as [ServerFacts]
child.on('message', (answered: Answered) => waiting.get(answered.id)?.(answered))
let last = 0

try {
  await call('PUT', `${workspaceId('bench')}?api-version=2023-04-01`, { location: 'eastus', properties: {} })
  const idle = await memory()
  const putsMs = await timed(byPuts)
  const before = await memory()
  const [acceptMs, deployMs] = await byTemplate()
  const most = await memory()
  console.log(`${count} resources (a workspace and ${count - 1} compute instances), memory engine, SQLite on disk`)
  line('accepting the deployment', `${acceptMs.toFixed(0)} ms`)
  line('deployment → Succeeded', `${(deployMs / 1000).toFixed(2)} s`)
  line('the same by PUTs, one after the other', `${(putsMs / 1000).toFixed(2)} s`)
  line('server memory (resident): idle', `${idle} MB`)
  line('server memory: before the deployment', `${before} MB`)
  line('server memory: after it', `${most} MB`)
  console.log(`ratio ${(deployMs / putsMs).toFixed(2)}`)
} finally {
  child.disconnect()
}

async function byPuts(): Promise<void> {
  for (let index = 1; index < count; index++)
    await call('PUT', `${workspaceId('bench')}/computes/put-${index}?api-version=2023-04-01`, instance())
  for (let index = 1; index < count; index++) await untilDone(`${workspaceId('bench')}/computes/put-${index}`)
}

async function byTemplate(): Promise<[acceptMs: number, deployMs: number]> {
  const path = `${group}/providers/Microsoft.Resources/deployments/bench`
  const start = performance.now()
  await call('PUT', `${path}?api-version=2021-04-01`, { properties: { mode: 'Incremental', template: template() } })
  const acceptMs = performance.now() - start
  await untilDone(path, '2021-04-01')
  return [acceptMs, performance.now() - start]
}

function template() {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { prefix: { type: 'string', defaultValue: 'deployed' } },
    resources: [
      {
        type: 'Microsoft.MachineLearningServices/workspaces',
        apiVersion: '2023-04-01',
        name: 'deployed',
        location: 'eastus',
        properties: {},
      },
      {
        type: 'Microsoft.MachineLearningServices/workspaces/computes',
        apiVersion: '2023-04-01',
        name: "[concat('deployed/', parameters('prefix'), '-', copyIndex(1))]",
        copy: { name: 'instances', count: count - 1 },
        dependsOn: ["[resourceId('Microsoft.MachineLearningServices/workspaces', 'deployed')]"],
        ...instance(),
      },
    ],
  }
}

function instance() {
  return {
    location: 'eastus',
    properties: {
      computeType: 'ComputeInstance',
      properties: { vmSize: 'STANDARD_A1_V2', sshSettings: { sshPublicAccess: 'Disabled' } },
    },
  }
}

async function untilDone(path: string, apiVersion = '2023-04-01'): Promise<void> {
  for (;;) {
    const { properties } = await call('GET', `${path}?api-version=${apiVersion}`)
    if (properties.provisioningState === 'Succeeded') return
    if (properties.provisioningState === 'Failed') throw new Error(JSON.stringify(properties))
    await sleep(pollMs)
  }
}

/** Megabytes, after a collection. */
async function memory(): Promise<number> {
  return Math.round((await ask({ kind: 'memory' })).body as number)
}

// biome-ignore lint/suspicious/noExplicitAny: a bench reads what the API answered
async function call(method: string, path: string, body?: unknown): Promise<any> {
  const answered = await ask({ kind: 'call', method, path, body })
  if (answered.status >= 400) throw new Error(`${method} ${path}: ${answered.status} ${JSON.stringify(answered.body)}`)
  return answered.body
}

function ask(question: Omit<Asked, 'id'>): Promise<Answered> {
  const id = ++last
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    child.send({ id, ...question })
  })
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function workspaceId(name: string): string {
  return `${group}/providers/Microsoft.MachineLearningServices/workspaces/${name}`
}

function line(label: string, value: string): void {
  console.log(`${label.padEnd(44)} ${value}`)
}
