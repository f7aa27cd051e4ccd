// One file to the workspace. A small one in one request; a large one in pieces, which goes on where it broke off, in this
// run or in a later one of the same command.

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { CliFailure } from '../frame/cli-failure.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'
import { byteProgress, sizeText } from './byte-progress.ts'
import { filesUrl } from './files-url.ts'
import { requireGood } from './remote-files.ts'

const pieceBytes = 8 * 1024 * 1024
const mostFailures = 5

export interface FileUpload {
  readonly source: string
  readonly target: string
  readonly overwrite: boolean
}

interface UploadDocument {
  readonly id: string
  readonly path: string
  readonly size: number
  readonly offset: number
  readonly overwrite: boolean
  readonly label: string
}

export async function uploadFile(invocation: Invocation, upload: FileUpload): Promise<void> {
  const session = await invocation.session()
  const { size, mtimeMs } = await stat(upload.source)
  using progress = byteProgress(invocation.terminal, upload.target, { doing: 'uploading', total: size })
  if (size <= pieceBytes) await uploadAtOnce(session, upload, size)
  else await uploadInPieces(session, { ...upload, size, label: `${size}-${mtimeMs}` }, (done) => progress.at(done))
  progress.end(`${upload.source} → ${upload.target} (${sizeText(size)})`)
}

async function uploadAtOnce(session: Session, { source, target, overwrite }: FileUpload, size: number): Promise<void> {
  const answer = await session.open('PUT', filesUrl(session, 'content', { path: target, parents: 'true' }), () => ({
    headers: { ...(overwrite ? {} : { 'if-none-match': '*' }), 'content-length': String(size) },
    body: createReadStream(source),
  }))
  ;(await requireGood(answer)).body.resume()
}

interface PiecedUpload extends FileUpload {
  readonly size: number
  /** Of this very version of the source. */
  readonly label: string
}

async function uploadInPieces(session: Session, upload: PiecedUpload, tell: (done: number) => void): Promise<void> {
  const { id, offset } = (await unfinished(session, upload)) ?? (await begin(session, upload))
  let [done, failures] = [offset, 0]
  tell(done)
  while (done < upload.size) {
    try {
      done = await sendPiece(session, upload, { id, offset: done })
      failures = 0
      tell(done)
    } catch (error) {
      // Refusals are final; what the network did to a piece is seen from where the upload ends now.
      if (!(error instanceof CliFailure) || ++failures > mostFailures) throw error
      await sleep(500 * 2 ** failures)
      done = (await session.call<UploadDocument>('GET', filesUrl(session, `uploads/${id}`))).offset
    }
  }
  await session.call('POST', filesUrl(session, `uploads/${id}/commit`))
}

/** Of the same file to the same place, from an earlier run. */
async function unfinished(session: Session, upload: PiecedUpload): Promise<UploadDocument | undefined> {
  const { value } = await session.call<{ value: UploadDocument[] }>('GET', filesUrl(session, 'uploads'))
  return value.find(
    ({ path, label, overwrite }) => path === upload.target && label === upload.label && overwrite === upload.overwrite,
  )
}

function begin(session: Session, { target: path, size, overwrite, label }: PiecedUpload): Promise<UploadDocument> {
  return session.call('POST', filesUrl(session, 'uploads'), { path, size, overwrite, parents: true, label })
}

/** Where it ends then. */
async function sendPiece(
  session: Session,
  { source, size }: PiecedUpload,
  { id, offset }: { id: string; offset: number },
): Promise<number> {
  const end = Math.min(offset + pieceBytes, size)
  const answer = await session.open('PATCH', filesUrl(session, `uploads/${id}`, { offset: String(offset) }), () => ({
    headers: { 'content-length': String(end - offset) },
    body: createReadStream(source, { start: offset, end: end - 1 }),
  }))
  const { headers, body } = await requireGood(answer)
  body.resume()
  return Number(headers['upload-offset'])
}
