// A change the API accepts and carries out in its own time: sent, followed with its phases, and told when it is over.
// Leaving the command leaves the change to go on.

import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { lookPatiently } from '../session/look-patiently.ts'
import type { Session } from '../session/session.ts'
import type { ApiAnswer } from '../session/transport.ts'
import { CliFailure } from './cli-failure.ts'
import { exitCodes } from './exit-codes.ts'
import type { Invocation } from './invocation.ts'
import { createProgress, type Progress } from './progress.ts'

export interface Change {
  /** What it is about, such as the name of an instance; tells changes that run at once apart. */
  readonly name: string
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  /** Such as `starting`; the API's phases follow it. */
  readonly doing: string
  /** Such as `desk is running.` */
  readonly done: string
  /** How to see what became of it: `carrel compute show desk`. */
  readonly lookAgain: string
}

/** All at once. Throws the first failure after all have ended; the others were told as lines. */
export async function carryOut(invocation: Invocation, changes: readonly Change[]): Promise<void> {
  const session = await invocation.session()
  using progress = createProgress(invocation.terminal)
  const isFollowed = !invocation.isOff('wait')
  const accepted = new Set<Change>()
  const work = Promise.allSettled(changes.map((change) => one({ session, progress, isFollowed, accepted }, change)))
  const ended = await untilInterrupted(work, () => interruption(changes, accepted))
  const failures = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
  for (const failure of failures.slice(1))
    progress.end('', failure instanceof Error ? failure.message : String(failure))
  if (failures.length > 0) throw failures[0]
}

interface Following {
  readonly session: Session
  readonly progress: Progress
  readonly isFollowed: boolean
  /** Takes each change that the API has said yes to. */
  readonly accepted: Set<Change>
}

async function one({ session, progress, isFollowed, accepted }: Following, change: Change): Promise<void> {
  const { name, doing } = change
  progress.step(name, doing)
  const answer = await session.send(change.method, change.path, change.body)
  if (answer.status >= 400) throw ApiError.from(answer)
  // To a program that is success; a person has mistyped the name.
  if (change.method === 'DELETE' && answer.status === 204)
    throw new CliFailure(`There is no '${name}'; nothing was deleted.`, undefined, exitCodes.notFound)
  accepted.add(change)
  const link = answer.headers['azure-asyncoperation']
  if (typeof link === 'string') {
    if (!isFollowed) return progress.end(name, `Accepted: ${name}, ${doing}. See "${change.lookAgain}".`)
    await follow(session, link, (phase) => progress.step(name, phase === undefined ? doing : `${doing} (${phase})`))
  }
  progress.end(name, change.done)
}

const phaseSchema = z.looseObject({ name: z.string(), durationMs: z.number().optional() })
const statusSchema = z.looseObject({
  status: z.string(),
  properties: z.looseObject({ phases: z.array(phaseSchema).optional() }).optional(),
})

/** Until the operation has ended. Throws `ApiError` when it failed. */
async function follow(session: Session, link: string, tell: (phase: string | undefined) => void): Promise<void> {
  for (;;) {
    const answer = await lookPatiently(() => good(session, link))
    const { status, properties } = statusSchema.parse(answer.body)
    if (status === 'Succeeded') return
    if (status === 'Failed' || status === 'Canceled') throw ApiError.from(answer)
    tell(properties?.phases?.find(({ durationMs }) => durationMs === undefined)?.name)
    await sleep(pauseMs(answer))
  }
}

async function good(session: Session, link: string): Promise<ApiAnswer> {
  const answer = await session.send('GET', link)
  if (answer.status >= 400) throw ApiError.from(answer)
  return answer
}

const longestPauseMs = 2_000
const shortestPauseMs = 250

/** Sooner than the API asks clients to come back, which are many: a person is waiting. */
function pauseMs({ headers }: ApiAnswer): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds * 250, shortestPauseMs), longestPauseMs) : shortestPauseMs
}

/** Ctrl-C may come before the API has heard of a change, and then nobody goes on with it. */
function interruption(changes: readonly Change[], accepted: ReadonlySet<Change>): CliFailure {
  const names = (isAccepted: boolean) =>
    changes.filter((change) => accepted.has(change) === isAccepted).map(({ name }) => name)
  const [going, open] = [names(true), names(false)]
  const said = [
    ...(going.length === 0 ? [] : [`Carrel goes on with it: ${going.join(', ')}.`]),
    ...(open.length === 0 ? [] : [`Not known whether it was asked to: ${open.join(', ')}.`]),
  ]
  return new CliFailure(
    `No longer waiting. ${said.join(' ')}`,
    `see how it goes with "${changes[0]?.lookAgain ?? 'carrel --help'}"`,
    exitCodes.interrupted,
  )
}

async function untilInterrupted<T>(work: Promise<T>, failure: () => CliFailure): Promise<T> {
  let interrupt: () => void = () => undefined
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(failure())
  })
  process.once('SIGINT', interrupt)
  try {
    return await Promise.race([work, interrupted])
  } finally {
    process.off('SIGINT', interrupt)
  }
}
