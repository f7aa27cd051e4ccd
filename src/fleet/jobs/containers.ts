// The containers that an attempt at a job runs in, one in each of its nodes. Level-triggered: a node that waits for its own
// says so, and is given it; when the attempt is over, all of them go, asked for until they have gone.

import type { ErrorDetail } from '../../base/errors.ts'
import type { AskedNode } from './ask-job.ts'
import type { JobContainer } from './job.ts'

/** Sees to it that these have one; why one of them never will, undefined: nothing is wrong yet. */
export async function containerFault(
  waiting: readonly AskedNode[],
  container: JobContainer,
): Promise<ErrorDetail | undefined> {
  const answers = await Promise.all(
    waiting.map(({ engine, machineKey, id }) => engine.ensureAnnex(machineKey, { ...container, name: id })),
  )
  const fault = answers.find(({ phase }) => phase === 'failed')?.fault
  if (fault === undefined) return undefined
  const advice = advices[fault.code] ?? 'Submit the job again with another image.'
  return { code: 'JobContainerFailed', message: `The job's container could not be made: ${fault.message} ${advice}` }
}

/** True when nothing is left of any of them. */
export async function areContainersGone(nodes: readonly AskedNode[]): Promise<boolean> {
  const gone = await Promise.all(nodes.map(({ engine, machineKey, id }) => engine.removeAnnex(machineKey, id)))
  return gone.every(Boolean)
}

const advices: Readonly<Record<string, string>> = {
  ImagePullFailed:
    'Check its name and credentials, or bring it to the host: docker pull, docker load or docker import. Then submit the job again.',
  ImageNotAllowed:
    'Whoever runs this installation may do that; or bring the image to the host. Then submit the job again.',
  ImageUnusable: 'Submit the job again with an image that has a shell.',
}
