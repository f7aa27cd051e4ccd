// How long what was signed in lives on after signing out everywhere: an app's page, a live kernel's connection and a token
// for the API, on the running product with Docker. Beside it in the same run: one answer of the same door before, which is
// the least it can take.
//
//   npm run bench:sign-out [-- ROUNDS]

import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiClient, createApiClient } from '../src/host/api-client.ts'
import { browse } from '../test/support/browser-session.ts'
import { openKernel } from '../test/support/kernel.ts'
import { type Product, startProduct } from '../test/support/product.ts'

const rounds = Number(process.argv[2] ?? 10)
const name = 'bench'
const pollMs = 10
const patienceMs = 60_000
/** What people are promised (docs/guides/people-and-roles.md). */
const promisedMs = 5_000
const identityVersion = 'api-version=2026-11-01'

type Times = Record<'app' | 'kernel' | 'token' | 'app before' | 'token before', number>

process.stderr.write('starting an installation for the bench\n')
await using product = await startProduct()
await product.createInstance(name)
const times: Times[] = []
for (let index = 0; index < rounds; index++) {
  times.push(await round(product))
  process.stderr.write(`round ${index + 1}: ${JSON.stringify(times.at(-1))}\n`)
}
report()

async function round({ client, facts, port, signIn }: Product): Promise<Times> {
  const { config, caFile, credentials } = client
  const signedIn = { tenantId: facts.tenantId, ...credentials }
  const api = await createApiClient(config.localEndpoint, caFile, signedIn)
  const url = new URL(`http://${name}-lab.localhost:${port + 1}/api`)
  const cookie = await signIn(`${name}-lab`)
  await using kernel = await openKernel(product, name)
  await kernel.run('1 + 1')
  const askApp = async () => (await browse(url, { cookie, headers: { accept: 'application/json' } })).status
  const askApi = async () => (await api.send('GET', '/subscriptions?api-version=2022-12-01')).status
  const before = { 'app before': await timed(askApp, 200), 'token before': await timed(askApi, 200) }

  await signOut(api, `users/${facts.admin.userName}`)
  const [app, ended] = await Promise.all([timed(askApp, 401), timed(async () => (kernel.isOpen ? 0 : 1), 1)])
  await signOut(api, `servicePrincipals/${credentials.clientId}`)
  return { app, kernel: ended, token: await timed(askApi, 401), ...before }
}

async function signOut(api: ApiClient, who: string): Promise<void> {
  const { status } = await api.send('POST', `/providers/Carrel.Identity/${who}/signOut?${identityVersion}`)
  if (status !== 204) throw new Error(`signing ${who} out answered ${status}`)
}

/** Milliseconds until it answers so. */
async function timed(ask: () => Promise<number>, status: number): Promise<number> {
  const start = performance.now()
  while ((await ask()) !== status) {
    if (performance.now() - start > patienceMs) throw new Error(`waited a minute in vain for ${status}`)
    await sleep(pollMs)
  }
  return Math.round(performance.now() - start)
}

function report(): void {
  console.log(`${rounds} rounds; from the answer to signing out everywhere on (median, most)`)
  line('an app refuses its cookie', 'app')
  line('a live kernel is cut off', 'kernel')
  line('the API refuses a token', 'token')
  line('one answer of the app, before', 'app before')
  line('one answer of the API, before', 'token before')
  const most = Math.max(...times.flatMap(({ app, kernel, token }) => [app, kernel, token]))
  console.log(`most ${most} ms of ${promisedMs} promised: ${most <= promisedMs ? 'kept' : 'not kept'}`)
}

function line(label: string, key: keyof Times): void {
  const sorted = times.map((each) => each[key]).toSorted((a, b) => a - b)
  console.log(`${label.padEnd(34)} ${sorted[Math.floor(sorted.length / 2)]} ms, ${sorted.at(-1)} ms`)
}
