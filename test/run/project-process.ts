// The process of `run-project.ts`: node project-process.ts PROJECT. Tells its parent how far it is and what it came to.

import { availableParallelism } from 'node:os'
import { createVitest } from 'vitest/node'
import { CollectingReporter } from './collecting-reporter.ts'
import type { ProjectMessage } from './run-project.ts'

/** Tests that leave something open have been told; the run does not wait for them. */
const closePatienceMs = 10_000

const [project = ''] = process.argv.slice(2)
const send = (message: ProjectMessage) => new Promise<void>((resolve) => process.send?.(message, () => resolve()))
const reporter = new CollectingReporter((text) => void send({ kind: 'progress', text }))
const vitest = await createVitest({
  watch: false,
  run: true,
  allowOnly: false,
  project: [project],
  reporters: [reporter],
  // One processor is left to what the tests start, but not on a machine of two: what they wait for leaves it half idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
})
await vitest.start()
await send({ kind: 'result', result: reporter.result() })
setTimeout(() => process.exit(), closePatienceMs).unref()
await vitest.close()
process.exit()
