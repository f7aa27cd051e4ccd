import { pipeline } from 'node:stream/promises'
import type { Session } from '../session/session.ts'
import { filesUrl } from './files-url.ts'
import { requireGood } from './remote-files.ts'

/** A file's bytes as they are, to standard output. */
export async function printContent(session: Session, path: string, range?: string): Promise<void> {
  const headers: Record<string, string> = range === undefined ? {} : { range: `bytes=${range}` }
  const answer = await session.open('GET', filesUrl(session, 'content', { path }), () => ({ headers }))
  const { body } = await requireGood(answer)
  await pipeline(body, process.stdout, { end: false })
}
