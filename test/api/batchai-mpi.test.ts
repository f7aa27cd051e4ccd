// Jobs of several processes through the API: how they are shown, and what becomes of them where a node is lost.

import { describe, expect, test } from 'vitest'
import { later } from '../support/arm-steps.ts'
import { nodesOf } from '../support/batch-steps.ts'
import { startTestServer } from '../support/harness.ts'
import { jobOf, makeJobPlace, seenOf, startsOf, submit } from '../support/job-steps.ts'

describe('BA-38: a job of MPI', () => {
  const command = { commandLine: '\nsleep 10\nexit 1\n' }
  const two = { scaleSettings: { manual: { targetNodeCount: 2 } } }
  const horovodSettings = { pythonScriptFilePath: 'a.py', commandLineArgs: '--b', processCount: 5 }

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['custommpi', { customMpiSettings: command }, { customMpiSettings: { ...command, processCount: 2 } }],
    ['horovod', { horovodSettings }, { horovodSettings }],
  ])(
    'is shown as it was sent, with its number of processes, but not how its nodes meet: %s',
    async (toolType, asked, shown) => {
      await using server = await startTestServer()
      const place = await makeJobPlace(server, two)
      await submit(server, place, 'one', { customToolkitSettings: undefined, nodeCount: 2, ...asked })
      const job = await jobOf(server, place.jobId('one'))
      expect(job).toMatchObject({ toolType, ...shown })
      expect(JSON.stringify(job)).not.toMatch(/peerKey|ecdsa/)
    },
  )

  test.each([
    ['runs again when it fails for the loss of a node', 'customMpiSettings', 2],
    ['is the only one that does', 'customToolkitSettings', 1],
  ])('%s: %s', async (_, toolkit, attempts) => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server, two)
    await later(server, 1_000, 10)
    await submit(server, place, 'one', { customToolkitSettings: undefined, nodeCount: 2, [toolkit]: command })
    await later(server, 1_000, 10)
    const [, other] = (await seenOf(server, place.jobId('one')))?.nodes ?? []
    const row = (await nodesOf(server, place.clusterId)).find(({ name }) => name === other)
    // Nobody looks while it ends.
    server.clock.advance(12_000)
    await server.engine.exit(row?.desired.machineKey ?? '', 'Exited')
    await server.store.wake([row?.key ?? ''], server.clock.now())
    await later(server, 40_000, 160)
    expect(startsOf(server)).toHaveLength(attempts)
    const { executionState, executionInfo } = await jobOf(server, place.jobId('one'))
    expect([executionState, executionInfo.exitCode]).toEqual(['failed', 1])
  })
})
