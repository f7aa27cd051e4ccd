// Ten thousand instances that are to stop in the same second. Prints how long after they are due their stops are accepted,
// and how long the API takes to answer meanwhile, beside what it takes when nothing happens. The server has a thread of its
// own, SQLite on disk and the simulated engine; half of the schedules are cron in many zones, half recurrences of which no
// two count from the same moment.
//
//   npm run bench:schedules [-- INSTANCES]

import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

const count = Number(process.argv[2] ?? 10_000)
/** About fifty questions a second. */
const askers = 2
const pauseMs = 35
const idleMs = 5_000
/** For how long the stopping is looked at when all stops are accepted. */
const afterMs = 15_000

/** What the server's thread says when it is ready, and when all is over. */
export interface ServerFacts {
  readonly port: number
  readonly token: string
  readonly path: string
  /** When the storm begins, by the wall clock. Epoch milliseconds. */
  readonly dueAt: number
}

export interface StormFacts {
  /** Accepted minus due, of each stop. */
  readonly lateMs: readonly number[]
  /** When the last one was, by the wall clock. */
  readonly acceptedAt: number
  /** What the server's thread worked from due to accepted. */
  readonly processorMs: number
  /** How many were stopped by then, and `afterMs` more. */
  readonly stopped: number
}

interface Asked {
  readonly at: number
  readonly ms: number
}

process.stderr.write(`making ${count} instances\n`)
const server = new Worker(new URL('./schedules-server.ts', import.meta.url), {
  workerData: { count, idleMs, afterMs },
})
const facts = await message<ServerFacts>()
const asked: Asked[] = []
const asking = new AbortController()
const all = Array.from({ length: askers }, () => askOnAndOn())
const storm = await message<StormFacts>()
asking.abort()
await Promise.all(all)
server.postMessage('over')
await once(server, 'exit')

const between = (from: number, to: number) => asked.filter(({ at }) => at >= from && at < to).map(({ ms }) => ms)
const idle = between(facts.dueAt - idleMs + 500, facts.dueAt - 100)
const accepting = between(facts.dueAt, storm.acceptedAt)
const whole = between(facts.dueAt, storm.acceptedAt + afterMs)
console.log(`${storm.lateMs.length} instances due in the same second`)
console.log(`accepting them took ${storm.processorMs.toFixed(0)} ms of processor time, questions of the API included`)
line('accepted minus due', storm.lateMs)
line('API, idle', idle)
line('API, while they are accepted', accepting)
line(`API, that and ${afterMs / 1000} s of stopping them`, whole)
console.log(`${storm.stopped} were stopped by then`)
const isKept = at(storm.lateMs, 0.99) < 1_000 && at(whole, 0.99) < 100
console.log(isKept ? 'kept: p99 below 1 s and below 100 ms' : 'NOT KEPT: p99 below 1 s and below 100 ms')
process.exitCode = isKept ? 0 : 1

function message<T>(): Promise<T> {
  return new Promise((resolve, reject) => {
    server.once('message', resolve)
    server.once('error', reject)
  })
}

async function askOnAndOn(): Promise<void> {
  while (!asking.signal.aborted) {
    const at = Date.now()
    const start = performance.now()
    await get()
    asked.push({ at, ms: performance.now() - start })
    await sleep(pauseMs)
  }
}

function get(): Promise<void> {
  const { port, token, path } = facts
  const headers = { authorization: `Bearer ${token}`, host: 'localhost:8443', 'x-forwarded-proto': 'https' }
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode}`))))
    })
    call.on('error', reject)
    call.end()
  })
}

function line(label: string, values: readonly number[]): void {
  const text = [0.5, 0.99, 1].map((share) => `${at(values, share).toFixed(1)}`.padStart(8)).join(' ')
  console.log(`${label.padEnd(42)} p50, p99, most: ${text} ms  (${values.length})`)
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
