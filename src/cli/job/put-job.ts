// Makes a job, and its experiment where there is none yet: nobody who wants a job has to know that it needs one.

import { clusterVersion } from '../cluster/cluster-document.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import { jobColumns } from './columns.ts'
import { experimentId, jobId, readJob } from './jobs.ts'

export interface NewJob {
  readonly name: string
  readonly properties: object
  readonly makesExperiment: boolean
}

export async function putJob(invocation: Invocation, { name, properties, makesExperiment }: NewJob): Promise<void> {
  const session = await invocation.session()
  if (makesExperiment) await session.call('PUT', `${experimentId(invocation, session)}?${clusterVersion}`, {})
  await carryOut(invocation, [
    {
      ...{ name, method: 'PUT', body: { properties } },
      path: `${jobId(invocation, session, name)}?${clusterVersion}`,
      doing: 'submitting',
      done: `${name} is in the queue. See "carrel job stream ${name}".`,
      lookAgain: `carrel job show ${name}`,
    },
  ])
  if (!invocation.isOff('wait')) invocation.showOne(await readJob(invocation, session, name), jobColumns)
}
