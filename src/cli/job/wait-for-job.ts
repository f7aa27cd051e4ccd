import { setTimeout as sleep } from 'node:timers/promises'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { lookPatiently } from '../session/look-patiently.ts'
import { jobColumns, jobDetails } from './columns.ts'
import { isOver } from './job-document.ts'
import { readJob } from './jobs.ts'

/** Throws `CliFailure` for one that failed, when it has been shown. */
export async function waitForJob(invocation: Invocation, name: string, seconds: number): Promise<void> {
  const session = await invocation.session()
  for (;;) {
    const job = await lookPatiently(() => readJob(invocation, session, name))
    if (isOver(job)) {
      invocation.showOne(job, [...jobColumns, ...jobDetails])
      if (job.properties.executionState === 'succeeded') return
      throw new CliFailure(
        `The job '${name}' has failed.`,
        `"carrel job files ${name}" names its output`,
        exitCodes.failed,
      )
    }
    invocation.say(`${name} is ${job.properties.executionState}`)
    await sleep(seconds * 1000)
  }
}
