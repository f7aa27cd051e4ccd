import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { keepRunning, pauseAfter } from './keep-running.ts'

test('a killed program is started again, and stays ended once it was told to stop', async () => {
  const children: ChildProcess[] = []
  const started: ((child: ChildProcess) => void)[] = []
  const next = () => new Promise<ChildProcess>((resolve) => started.push(resolve))
  const exits: string[] = []
  const [first, second] = [next(), next()]
  const kept = keepRunning({
    start: async () => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      await once(child, 'spawn')
      children.push(child)
      started[children.length - 1]?.(child)
      return child
    },
    onExit: (how) => exits.push(how),
  })
  ;(await first).kill('SIGKILL')
  expect((await second).pid).not.toBe(children[0]?.pid)
  await kept.stop(60_000)
  expect(exits).toEqual(['SIGKILL'])
  expect(children).toHaveLength(2)
  expect(children[1]?.signalCode).toBe('SIGTERM')
})

test('one that ends before its start is over is started again', async () => {
  const [exits, twice] = [[] as string[], Promise.withResolvers<void>()]
  const kept = keepRunning({
    start: async () => {
      const child = spawn(process.execPath, ['-e', 'process.exit(3)'])
      await once(child, 'exit')
      return child
    },
    onExit: (how) => {
      exits.push(how)
      if (exits.length === 2) twice.resolve()
    },
  })
  await twice.promise
  await kept.stop(60_000)
  expect(exits).toEqual(['exit code 3', 'exit code 3'])
})

test('a program that cannot be started is reported and tried again', async () => {
  let attempts = 0
  const reported = await new Promise<string[]>((resolve) => {
    const seen: string[] = []
    const kept = keepRunning({
      start: () => {
        attempts += 1
        return Promise.reject(new Error(`attempt ${attempts}`))
      },
      onExit: (how) => {
        seen.push(how)
        if (seen.length === 2) resolve(kept.stop(1000).then(() => seen))
      },
    })
  })
  expect(reported).toEqual(['attempt 1', 'attempt 2'])
  expect(attempts).toBe(2)
})

test('pauses grow with every short life and end at five seconds', () => {
  expect([0, 1, 2, 3, 4, 20].map(pauseAfter)).toEqual([100, 100, 200, 400, 800, 5000])
})
