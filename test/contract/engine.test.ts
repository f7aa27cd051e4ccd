import { test } from 'vitest'
import { dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { openMemoryBench } from './engine/memory-bench.ts'
import { describeEngine } from './engine.contract.ts'

describeEngine('memory', openMemoryBench)

const reason = await dockerIsMissing()
if (reason === undefined) describeEngine('docker', openDockerBench)
else test.skip(`the docker engine: ${reason}`, () => {})
