// What a node says of an attempt at a job. It is asked as often as is needed: asking twice is asking once.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import { askNode } from '../ask-node.ts'
import type { NodeJob } from './job.ts'

/** Longer than the supervisor keeps one waiting. */
const waitMs = 30_000

const runSchema = z.object({
  bootId: z.string().max(64),
  state: z.enum(['waiting', 'preparing', 'prepared', 'running', 'ended']),
  startedAt: z.int().optional(),
  endedAt: z.int().optional(),
  exitCode: z.int().min(-1).max(255).optional(),
  reason: z.enum(['TimedOut', 'Terminated', 'Interrupted', 'NotStarted', 'PreparationFailed']).optional(),
  message: z.string().max(300).optional(),
})

export type JobRun = z.infer<typeof runSchema>

/** `unknown`: the supervisor is of before there were jobs. `silent`: it does not answer now, or not as one does. */
export type JobAnswer = JobRun | 'unknown' | 'silent'

export interface AskedNode {
  readonly engine: Engine
  readonly machineKey: string
  /** Of the attempt. */
  readonly id: string
}

/** `isInContainer`: in the annex with the attempt's id, which it waits for. */
export function askJob(
  node: AskedNode,
  job: NodeJob,
  { go, isInContainer }: { readonly go: boolean; readonly isInContainer: boolean },
): Promise<JobAnswer> {
  return ask(node, isInContainer ? '/annex-jobs' : '/jobs', { ...job, id: node.id, go })
}

/** Ends it, or sees to it that it never starts there. */
export function endJob(node: AskedNode): Promise<JobAnswer> {
  return ask(node, '/jobs/end', { id: node.id })
}

/** Answers when the node says that it is in another state than this, and throws when the node says nothing for long. */
export async function awaitJob({ engine, machineKey, id }: AskedNode, state: JobRun['state']): Promise<void> {
  const body = JSON.stringify({ id, state })
  const { status } = await askNode(engine, machineKey, { method: 'POST', path: '/jobs/wait', body, timeoutMs: waitMs })
  if (status !== 200) throw new Error('the node cannot be waited for')
}

export function attemptId(jobKey: string, attempt: number): string {
  return `${createHash('sha256').update(jobKey).digest('hex').slice(0, 40)}-${attempt}`
}

async function ask({ engine, machineKey }: AskedNode, path: string, content: object): Promise<JobAnswer> {
  try {
    const { status, body } = await askNode(engine, machineKey, { method: 'POST', path, body: JSON.stringify(content) })
    return status === 404 ? 'unknown' : runSchema.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return 'silent'
  }
}
