import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeBoot } from './boot-file.ts'
import { isUnanswered } from './docker-errors.ts'
import { foldersOf } from './machine-folders.ts'
import { MachineJobs } from './machine-jobs.ts'
import { labels } from './names.ts'
import { openDocker } from './open-docker.ts'
import { machineReach } from './reach-machine.ts'

const installationId = 'abcd1234'
const key = 'c-abcd1234-0123456789abcdef'

/** A Docker that answers what a test wants of one machine, and can be ended. */
async function world() {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-reach-'))
  const { boot, bootFile } = foldersOf(folder, key)
  await mkdir(boot, { recursive: true })
  const start = () =>
    // biome-ignore lint/suspicious/noExplicitAny: of a specification only the boot and the configuration are written
    writeBoot(bootFile, { key, boot: 1, config: {} } as any, { channelKey: Buffer.alloc(32), at: 1, restarts: 0 })
  await start()
  let state = 'running'
  const server = createServer((_, response) => {
    if (state === 'gone') return response.writeHead(404).end('{}')
    const address = state === 'running' ? '10.1.2.3' : ''
    return response.end(
      JSON.stringify({
        ...{ Name: '/one', State: { Status: state, FinishedAt: '' } },
        Config: { Labels: { [labels.installation]: installationId, [labels.machine]: key } },
        NetworkSettings: { Networks: { own: { IPAddress: address } } },
      }),
    )
  })
  const socketPath = join(folder, 'docker.sock')
  const end = () => {
    server.closeAllConnections()
    server.close()
  }
  await once(server.listen(socketPath), 'listening')
  const place = { docker: openDocker({ socketPath }), installationId, jobs: new MachineJobs() }
  return {
    reach: machineReach({ ...place, paths: { volumes: folder, supervisor: '' } }),
    start,
    become: (next: 'running' | 'exited' | 'gone') => {
      state = next
    },
    end,
    async [Symbol.asyncDispose]() {
      end()
      await rm(folder, { recursive: true })
    },
  }
}

test('a machine that was reached is reached where it was while Docker is away', async () => {
  await using it = await world()
  const before = await it.reach(key)
  expect(before.endpoint.host).toBe('10.1.2.3')
  it.end()
  expect(await it.reach(key)).toEqual(before)
})

test('one that was not seen yet is not reached', async () => {
  await using it = await world()
  it.end()
  await expect(it.reach(key)).rejects.toSatisfy(isUnanswered)
})

test.each(['exited', 'gone'] as const)('one that was %s when Docker was last asked is forgotten', async (state) => {
  await using it = await world()
  await it.reach(key)
  it.become(state)
  await expect(it.reach(key)).rejects.toThrow('is not running')
  it.end()
  await expect(it.reach(key)).rejects.toSatisfy(isUnanswered)
})

test('each boot is reached as itself', async () => {
  await using it = await world()
  const before = await it.reach(key)
  await it.start()
  const after = await it.reach(key)
  expect(after.bootId).not.toBe(before.bootId)
  it.end()
  expect(await it.reach(key)).toEqual(after)
})
