// CI-50, CI-52, CI-92: a real instance is stopped and started by its schedules, also by a server that took over from one
// that was killed. They are made and looked at by the command line.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { type ComputeEvent, eventsOf } from '../support/compute-steps.ts'
import { type Product, startProduct } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { type TestClock, useTestClock } from '../support/test-clock.ts'

const minute = 60_000

let product: Product
let user: CliUser
let clock: TestClock
/** A minute of the real clock, so that the server's is moved by the difference. */
let begin: number

skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data })
  clock = await useTestClock(product)
  await product.createInstance('desk')
  begin = Math.floor(Date.now() / minute) * minute
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

const schedule = (...args: string[]) => user.carrel('compute', 'schedule', ...args)
const timeAfter = (minutes: number) => new Date(begin + minutes * minute).toISOString().slice(11, 16)

async function runningMachines(): Promise<string[]> {
  const { installationId } = JSON.parse(await readFile(join(product.data, 'config.json'), 'utf8'))
  const format = '{{.Names}}'
  const { stdout } = await promisify(execFile)('docker', [
    'ps',
    '--filter',
    `name=c-${installationId}-`,
    '--format',
    format,
  ])
  return stdout.split('\n').filter((line) => line !== '')
}

async function fired(): Promise<string[]> {
  const events = (await eventsOf(product, 'desk')) as (ComputeEvent & { trigger: string })[]
  return events
    .filter(({ trigger }) => trigger === 'Schedule')
    .map(({ operationName, status }) => `${operationName} ${status}`)
    .toReversed()
}

test('schedules are added, listed, told and skipped by the command line', async () => {
  expect(await schedule('list', 'desk')).toMatchObject({ code: 0, stdout: expect.stringContaining('No schedules.') })
  const zone = ['--time-zone', 'UTC']
  expect(await schedule('add', 'desk', 'stop', '--at', timeAfter(20), ...zone)).toMatchObject({ code: 0 })
  const [hour, minutes] = timeAfter(60).split(':').map(Number)
  expect(await schedule('add', 'desk', 'start', '--cron', `${minutes} ${hour} * * *`, ...zone)).toMatchObject({
    code: 0,
  })
  expect(await schedule('add', 'desk', 'stop', '--at', timeAfter(30), ...zone, '--disabled')).toMatchObject({ code: 0 })
  const listed = JSON.parse((await schedule('list', 'desk', '-o', 'json')).stdout)
  expect(listed).toMatchObject([
    { action: 'Stop', status: 'Enabled', recurrence: { frequency: 'Day', timeZone: 'UTC' } },
    { action: 'Start', status: 'Enabled', triggerType: 'Cron' },
    { action: 'Stop', status: 'Disabled' },
  ])
  expect((await schedule('list', 'desk')).stdout).toContain(`every day at ${timeAfter(20)}`)
  const next = (await schedule('next', 'desk')).stdout.split('\n').slice(1, 3)
  expect(next).toEqual([
    expect.stringMatching(new RegExp(`${timeAfter(20)}:00 +UTC +Stop`)),
    expect.stringMatching(new RegExp(`${timeAfter(60)}:00 +UTC +Start`)),
  ])
  await schedule('skip', 'desk', '1')
  expect((await schedule('next', 'desk')).stdout.split('\n')[1]).toMatch(/skipped$/)
  await schedule('skip', 'desk', '1', '--undo')
  expect((await schedule('next', 'desk')).stdout).not.toContain('skipped')
  await schedule('remove', 'desk', '3')
  expect(JSON.parse((await schedule('list', 'desk', '-o', 'json')).stdout)).toHaveLength(2)
})

test.each([
  [['add', 'desk', 'stop'], 2, 'Say when'],
  [['add', 'desk', 'stop', '--at', 'noon'], 2, "'noon' is no time of day"],
  [['add', 'desk', 'stop', '--at', '25:00'], 2, "'25:00' is no time of day"],
  [['add', 'desk', 'stop', '--at', '18:00', '--days', 'blursday'], 2, "'blursday' is no day"],
  [['add', 'desk', 'nap', '--at', '18:00'], 1, 'must be one of Start, Stop'],
  [['add', 'desk', 'stop', '--cron', '0 18 * *'], 1, '4 fields'],
  [['remove', 'desk', '9'], 3, "'desk' has no schedule '9'"],
  [['list', 'nowhere'], 3, "no compute instance 'nowhere'"],
])('%j is refused in words', async (args, code, words) => {
  expect(await schedule(...args)).toMatchObject({ code, stderr: expect.stringContaining(words) })
})

test('CI-92: the machine is stopped at its time', async () => {
  expect(await runningMachines()).toHaveLength(1)
  await clock.advance(begin + 20 * minute + 2_000 - Date.now())
  await product.untilState('desk', 'Stopped')
  expect(await runningMachines()).toEqual([])
  expect(await fired()).toEqual(['Stop Succeeded'])
})

test('what came due while the server was killed is done by the next one, once', async () => {
  const pid = Number(await readFile(join(product.data, 'run', 'server.pid'), 'utf8'))
  process.kill(pid, 'SIGKILL')
  clock = await useTestClock(product)
  await clock.advance(begin + 63 * minute - Date.now())
  await product.untilState('desk', 'Running')
  expect(await runningMachines()).toHaveLength(1)
  expect(await fired()).toEqual(['Stop Succeeded', 'Start Succeeded'])
})

test('CI-52: one that is created stopped has no machine until somebody starts it', async () => {
  expect(await user.carrel('compute', 'create', 'later', '--stopped', '--no-ssh')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('later is there, and stopped.'),
  })
  expect(await runningMachines()).toHaveLength(1)
  await user.carrel('compute', 'start', 'later')
  expect(await runningMachines()).toHaveLength(2)
})
