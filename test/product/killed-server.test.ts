// Kill any process at any instant: whatever had been accepted is finished by the next one, and nothing is lost, doubled
// or orphaned. The moments are where the server is killed; nothing here is asserted of how long a step takes.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse } from '../support/browser-session.ts'
import { accept, type ComputeChange, eventsOf, stateOf } from '../support/compute-steps.ts'
import { leftBehind } from '../support/left-behind.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

/** After the change was accepted: so many milliseconds later, or when its operation first shows the phase. */
type Moment = number | string

const isLong = process.env['CARREL_TEST_LONG'] === '1'

const lives: Partial<Record<ComputeChange, Moment>>[] = [
  { create: 'creating', stop: 'preparing', delete: 'preparing' },
  { create: 'starting', stop: 'stopping', delete: 'removing' },
  { create: 'settingUp', delete: 0 },
  { create: 0, stop: 50, start: 50, delete: 100 },
  { create: 100, stop: 0, restart: 200, delete: 20 },
]

const offsets = [0, 20, 50, 100, 200, 400, 800]
const fullLives: typeof lives = [
  ...lives,
  ...offsets.map((at) => ({ create: at, stop: at, start: at, restart: at, delete: at })),
  ...offsets.map((at) => ({ create: at, delete: at })),
  { create: 'creating', restart: 'stopping', delete: 'stopping' },
  { create: 400, stop: 'stopping', start: 'starting', restart: 'starting', delete: 'removing' },
  { create: 800, start: 'settingUp', stop: 800, restart: 'settingUp', delete: 800 },
]

let product: Product
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
})
afterAll(() => product?.[Symbol.asyncDispose]())

test.each((isLong ? fullLives : lives).map((life, index) => ({ life, name: `life-${index}`, title: titleOf(life) })))(
  'a server killed $title finishes what it had accepted',
  async ({ life, name }) => {
    const changes: ComputeChange[] = ['create', 'stop', 'start', 'restart', 'delete']
    for (const change of changes.filter((each) => each === 'create' || each in life)) {
      if (change === 'start') await stopped(name)
      await accept(product, name, change)
      const moment = life[change]
      if (moment !== undefined) await killServerAt(moment, name)
      await untilSettled(name, change)
    }
  },
)

test('a server killed before it answers has accepted the whole of a change or nothing of it', async () => {
  for (const name of isLong ? ['cut-1', 'cut-2', 'cut-3', 'cut-4', 'cut-5'] : ['cut-1', 'cut-2']) {
    const answer = accept(product, name, 'create').then(
      () => 'accepted',
      () => 'cut off',
    )
    await killServerAt(0, undefined)
    const isAccepted = (await answer) === 'accepted'
    await until(() => leftBehind(product.data))
    const state = await stateOf(product, name)
    expect(isAccepted ? ['Running'] : ['Running', 'absent']).toContain(state)
    if (state === 'absent') continue
    await accept(product, name, 'delete')
    await untilSettled(name, 'delete')
  }
})

test('a server killed again and again while it recovers still arrives', async () => {
  const names = ['storm-a', 'storm-b', 'storm-c']
  await Promise.all(names.map((name) => product.createInstance(name)))
  await accept(product, 'storm-a', 'stop')
  await accept(product, 'storm-b', 'restart')
  await accept(product, 'storm-c', 'delete')
  await accept(product, 'storm-d', 'create')
  for (const moment of isLong ? [0, 100, 200, 400, 800, 100, 50, 20, 0] : [20, 200, 100]) {
    await killServerAt(moment, undefined)
  }
  await until(() => leftBehind(product.data))
  const states = await Promise.all([...names, 'storm-d'].map((name) => stateOf(product, name)))
  expect(states).toEqual(['Stopped', 'Running', 'absent', 'Running'])
  for (const name of ['storm-a', 'storm-b', 'storm-d']) await accept(product, name, 'delete')
  await until(() => leftBehind(product.data))
})

test('a killed gateway comes back, and its apps and the API answer again', async () => {
  await product.createInstance('behind-gateway')
  const cookie = await product.signIn('behind-gateway-lab')
  const before = await killProcess(product.data, 'gateway')
  await untilReplaced(product.data, 'gateway', before)
  await until(async () => {
    const answer = await browse(new URL(`http://behind-gateway-lab.localhost:${product.port + 1}/api`), { cookie })
    return answer.status === 200 ? undefined : `the app answers ${answer.status}`
  })
  expect(await stateOf(product, 'behind-gateway')).toBe('Running')
  await accept(product, 'behind-gateway', 'delete')
  await untilSettled('behind-gateway', 'delete')
})

async function killServerAt(moment: Moment, name: string | undefined): Promise<void> {
  if (typeof moment === 'number') await sleep(moment)
  else if (name !== undefined) await untilPhase(name, moment)
  const pid = await killProcess(product.data, 'server')
  await untilReplaced(product.data, 'server', pid)
}

/** The newest operation shows the phase, or is over: some phases are shorter than a look. */
async function untilPhase(name: string, phase: string): Promise<void> {
  for (;;) {
    const [newest] = await eventsOf(product, name)
    if (newest === undefined || newest.status !== 'InProgress') return
    if (newest.phases.some((each) => each.name === phase)) return
  }
}

async function untilSettled(name: string, change: ComputeChange): Promise<void> {
  const wanted = { create: 'Running', start: 'Running', restart: 'Running', stop: 'Stopped', delete: 'absent' }[change]
  await until(async () => {
    const state = await stateOf(product, name)
    return state === wanted ? leftBehind(product.data) : `${name} is ${state} after ${change}, not ${wanted}`
  })
  const events = await eventsOf(product, name)
  expect(events.filter((event) => event.status === 'InProgress')).toEqual([])
}

async function stopped(name: string): Promise<void> {
  if ((await stateOf(product, name)) === 'Stopped') return
  await accept(product, name, 'stop')
  await untilSettled(name, 'stop')
}

function titleOf(life: Partial<Record<ComputeChange, Moment>>): string {
  return Object.entries(life)
    .map(([change, moment]) =>
      typeof moment === 'number' ? `${moment} ms into ${change}` : `at ${moment} of ${change}`,
    )
    .join(', ')
}
