// What an engine tells when Docker takes longer for a step than one of its calls waits.

import { describe, expect, test } from 'vitest'
import { dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { openHeldDocker } from './engine/held-docker.ts'
import { gone, running } from './engine/steps.ts'
import { specOf } from './engine.contract.ts'

const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)

describe.skipIf(reason !== undefined)('a Docker that is slow', () => {
  test.for([
    ['was gone', 'lose', 'OsDiskLost'],
    ['ended by itself', 'end', 'Exited'],
  ] as const)('a machine that %s: why is told with the start that goes on, and once', async ([, happens, cause]) => {
    await using bench = await openDockerBench()
    await using held = await openHeldDocker()
    const wanted = specOf('slow', bench.image)
    await running(bench.engine, wanted)
    await bench[happens](wanted.key)
    const engine = bench.restarted(held.socket)
    const answered = await engine.ensureMachine(wanted)
    expect(answered.phase).not.toBe('running')
    expect(answered.cause).toBe(cause)
    held.letStarts()
    await running(engine, wanted)
    expect((await engine.ensureMachine(wanted)).cause).toBeUndefined()
    await gone(engine, wanted.key)
  })
})
