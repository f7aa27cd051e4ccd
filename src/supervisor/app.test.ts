import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { App, type AppSpec } from './app.ts'

const spec = (script: string, isReady = async () => true): AppSpec => ({
  name: 'app',
  command: process.execPath,
  args: ['-e', script],
  environment: process.env,
  folder: '/',
  uid: undefined,
  isReady,
})

test('an app that ends is started again, and every end is told with how it came', async () => {
  const exits: { code: number | null; signal: string | null }[] = []
  const app = new App(spec('process.exit(7)'), (exit) => exits.push(exit))
  await expect.poll(() => app.status().restarts).toBeGreaterThanOrEqual(2)
  await app.stop('SIGTERM')
  expect(exits[0]).toMatchObject({ name: 'app', code: 7, signal: null })
  expect(exits.length).toBeGreaterThanOrEqual(2)
})

test('an app is ready when it says so, and stops with all it started', async () => {
  let isReady = false
  const script = 'require("child_process").spawn("sleep",["1000"]); setInterval(()=>{},1000)'
  const app = new App(
    spec(script, async () => isReady),
    () => {},
  )
  expect(app.status().state).toBe('starting')
  isReady = true
  await expect.poll(() => app.status().state).toBe('ready')
  const { pid } = app.status()
  expect(isGroupAlive(pid)).toBe(true)
  await app.stop('SIGTERM')
  expect(app.status()).toMatchObject({ state: 'stopped', pid: undefined })
  await expect.poll(() => isGroupAlive(pid)).toBe(false)
})

test('a program that is not there is tried again, not a crash', async () => {
  const app = new App({ ...spec(''), command: '/absent/program' }, () => {})
  await expect.poll(() => app.status().restarts).toBeGreaterThanOrEqual(1)
  await app.stop('SIGTERM')
})

/** The dead that nobody has collected yet do not count. */
function isGroupAlive(pid: number | undefined): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false
    const [state, , group] = (readIfThere(`/proc/${name}/stat`).split(') ').at(-1) ?? '').split(' ')
    return state !== 'Z' && group === String(pid)
  })
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
