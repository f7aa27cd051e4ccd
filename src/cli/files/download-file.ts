// One file from the workspace. It gathers beside its place under the name of its version and goes on from there when it
// broke off, in this run or a later one; its place has the old file or the whole new one.

import { createWriteStream } from 'node:fs'
import { lstat, rename, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { printableCell } from '../output/printable-cell.ts'
import type { Session } from '../session/session.ts'
import { byteProgress, sizeText } from './byte-progress.ts'
import { filesUrl } from './files-url.ts'
import { type EntryDocument, requireGood } from './remote-files.ts'

const mostFailures = 5

export interface FileDownload {
  readonly source: EntryDocument
  readonly target: string
  readonly overwrite: boolean
}

export async function downloadFile(invocation: Invocation, download: FileDownload): Promise<void> {
  const { source, target, overwrite } = download
  const { path, size = 0, etag = '' } = source
  if (!overwrite && (await isThere(target)))
    throw new CliFailure(
      `${printableCell(target)} is there already.`,
      'say --overwrite to replace it',
      exitCodes.conflict,
    )
  const session = await invocation.session()
  const gathering = join(dirname(target), `.${basename(target).slice(0, 100)}.${etag.replaceAll(/[^\w-]/g, '')}.part`)
  using progress = byteProgress(invocation.terminal, printableCell(path), { doing: 'downloading', total: size })
  for (let failures = 0, done = await sizeOf(gathering); done < size || done === 0; ) {
    try {
      await receive(session, { path, etag, gathering, from: done }, (now) => progress.at(now))
    } catch (error) {
      const before = done
      done = await sizeOf(gathering)
      failures = done > before ? 0 : failures + 1
      if (error instanceof ApiError || failures > mostFailures) throw error
      await sleep(500 * 2 ** failures)
      continue
    }
    break
  }
  await rename(gathering, target)
  progress.end(printableCell(`${path} → ${target} (${sizeText(size)})`))
}

interface Receiving {
  readonly path: string
  readonly etag: string
  readonly gathering: string
  readonly from: number
}

async function receive(session: Session, { path, etag, gathering, from }: Receiving, tell: (done: number) => void) {
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-`, 'if-range': etag } : {}
  const answer = await session.open('GET', filesUrl(session, 'content', { path }), () => ({ headers }))
  const { status, body } = await requireGood(answer)
  // Another version by now is sent from its beginning.
  let done = status === 206 ? from : 0
  body.on('data', (chunk: Buffer) => {
    done += chunk.length
    tell(done)
  })
  await pipeline(body, createWriteStream(gathering, { flags: status === 206 ? 'a' : 'w', mode: 0o600 }))
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined
}
