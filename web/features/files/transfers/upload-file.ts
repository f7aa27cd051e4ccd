// One file to the share: a small one in one request, a large one in pieces that go on where they broke off, be it in this
// page or in a later one, as long as the file is the same.

import { ApiError } from '../../../api/api-error.ts'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm as addresses, type WorkspaceKey } from '../../../paths.ts'
import { withVersion } from '../with-version.ts'
import type { TransferTools } from './transfers.ts'

export interface Upload {
  readonly arm: ArmClient
  readonly key: WorkspaceKey
  readonly file: File
  /** Where it goes, from the share inwards. */
  readonly path: string
}

interface WireUpload {
  readonly id: string
  readonly path: string
  readonly offset: number
  readonly overwrite: boolean
  readonly label: string
}

const version = apiVersions.carrel
const pieceBytes = 4 * 1024 * 1024
const mostFailures = 5
const firstPauseMs = 500

export async function uploadFile(upload: Upload, tools: TransferTools): Promise<void> {
  const { size } = upload.file
  await (size <= pieceBytes ? sendAtOnce(upload, tools) : sendInPieces(upload, tools))
  tools.tell({ done: size })
}

async function sendAtOnce({ arm, key, file, path }: Upload, { signal, overwrite }: TransferTools): Promise<void> {
  await arm.send(withVersion(`${addresses.fileContent(key, path)}&parents=true`), {
    method: 'PUT',
    body: file,
    headers: { 'content-type': 'application/octet-stream', ...(overwrite ? {} : { 'if-none-match': '*' }) },
    signal,
  })
}

async function sendInPieces(upload: Upload, tools: TransferTools): Promise<void> {
  const { arm, key } = upload
  const { id, offset } = (await unfinished(upload, tools)) ?? (await begin(upload, tools))
  const giveUp = () => void arm.delete(addresses.fileUpload(key, id), version).catch(() => undefined)
  // Canceled while it was begun: nobody would hear of that any more.
  if (tools.signal.aborted) return giveUp()
  tools.signal.addEventListener('abort', giveUp, { once: true })
  try {
    await sendFrom(upload, tools, { id, offset })
    if (!tools.signal.aborted) await arm.post(addresses.fileCommit(key, id), version)
  } finally {
    tools.signal.removeEventListener('abort', giveUp)
  }
}

async function sendFrom(
  upload: Upload,
  { signal, tell }: TransferTools,
  { id, offset }: { readonly id: string; readonly offset: number },
): Promise<void> {
  const { arm, key, file } = upload
  let [done, failures, isKnown] = [offset, 0, true]
  tell({ done })
  while (done < file.size && !signal.aborted) {
    try {
      // What the network did to a piece is seen from where the upload ends now; a piece from elsewhere would be refused.
      if (!isKnown) done = (await arm.get<WireUpload>(addresses.fileUpload(key, id), version)).offset
      isKnown = true
      done = await sendPiece(upload, { id, offset: done, signal })
      failures = 0
    } catch (error) {
      // Refusals are final.
      if (signal.aborted || isRefusal(error) || ++failures > mostFailures) throw error
      isKnown = false
      const pauseMs = firstPauseMs * 2 ** failures
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    tell({ done })
  }
}

/** Where it ends then. */
async function sendPiece(
  { arm, key, file }: Upload,
  { id, offset, signal }: { readonly id: string; readonly offset: number; readonly signal: AbortSignal },
): Promise<number> {
  const answer = await arm.send(withVersion(addresses.filePiece(key, id, offset)), {
    method: 'PATCH',
    body: file.slice(offset, offset + pieceBytes),
    headers: { 'content-type': 'application/octet-stream' },
    signal,
  })
  return ((await answer.json()) as WireUpload).offset
}

/** Of the same file to the same place, from before. */
async function unfinished(upload: Upload, { overwrite }: TransferTools): Promise<WireUpload | undefined> {
  const { arm, key, file, path } = upload
  const { value } = await arm.get<{ value: readonly WireUpload[] }>(addresses.fileUploads(key), version)
  return value.find((each) => each.path === path && each.label === labelOf(file) && each.overwrite === overwrite)
}

function begin({ arm, key, file, path }: Upload, { overwrite }: TransferTools): Promise<WireUpload> {
  const body = { path, size: file.size, overwrite, parents: true, label: labelOf(file) }
  return arm.post(addresses.fileUploads(key), version, body)
}

/** Of this very version of the file, as `carrel files put` writes it too. */
function labelOf({ size, lastModified }: File): string {
  return `${size}-${lastModified}`
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && (error.status < 500 || error.status === 507)
}
