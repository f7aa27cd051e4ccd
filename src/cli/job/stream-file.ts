// A job's file as it grows, until the job is over: what az's stream does, by the same links.

import { setTimeout as sleep } from 'node:timers/promises'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { plainText } from '../output/plain-text.ts'
import { lookPatiently } from '../session/look-patiently.ts'
import type { Session } from '../session/session.ts'
import { isOver, type JobDocument } from './job-document.ts'
import { type AskedFiles, jobId, outputFiles, readJob } from './jobs.ts'

const lookAgainMs = 500

export interface Streamed extends AskedFiles {
  readonly job: string
  readonly file: string
}

/** Throws `CliFailure` where the job ended without such a file. */
export async function streamFile(invocation: Invocation, asked: Streamed): Promise<JobDocument> {
  const session = await invocation.session()
  // What was read so far may end within a letter.
  const text = new TextDecoder()
  for (let offset: number | undefined; ; ) {
    // Read before the file is: what a job that is over wrote is all there.
    const job = await lookPatiently(() => readJob(invocation, session, asked.job))
    const link = await lookPatiently(() => linkTo(session, jobId(invocation, session, asked.job), asked))
    if (link !== undefined) {
      const bytes = await rest(session, link, offset ?? 0)
      offset = (offset ?? 0) + bytes.length
      invocation.terminal.print(plainText(text.decode(bytes, { stream: true })))
    }
    if (isOver(job) && offset === undefined) throw notThere(asked)
    if (isOver(job)) return job
    await sleep(lookAgainMs)
  }
}

async function linkTo(session: Session, id: string, asked: Streamed): Promise<string | undefined> {
  const files = await outputFiles(session, id, asked)
  return files.find(({ name }) => name === asked.file)?.downloadUrl
}

/** What lies beyond the offset; none yet is answered 416. */
async function rest(session: Session, link: string, offset: number): Promise<Buffer> {
  const { status, body } = await session.open('GET', link, () => ({ headers: { range: `bytes=${offset}-` } }))
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  if (status === 416) return Buffer.alloc(0)
  if (status === 206 || status === 200) return Buffer.concat(chunks)
  throw new CliFailure(
    `The file cannot be read: ${status} ${Buffer.concat(chunks).toString('utf8').slice(0, 300)}`,
    'try again in a moment',
    exitCodes.failed,
  )
}

function notThere({ job, file, directoryId }: Streamed): CliFailure {
  return new CliFailure(
    `The job '${job}' has no file '${file}' in its output directory '${directoryId}'.`,
    `"carrel job files ${job}" names those there are`,
    exitCodes.notFound,
  )
}
