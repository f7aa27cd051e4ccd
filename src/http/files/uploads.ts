// Large files in pieces: announce, send what follows the offset, commit. What breaks off goes on from the offset, after any
// restart; the file takes its place as a whole, and nobody sees it before.

import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import { ArmError } from '../../base/errors.ts'
import { Turns } from '../../base/turns.ts'
import type { ConfinedFolder } from '../../share/confined-folder.ts'
import { askedPath } from './asked-path.ts'
import { entryDocument, etagOf } from './entry-document.ts'
import type { FileCall } from './file-call.ts'
import { makeFolders } from './make-parents.ts'
import { bodyLength, bodyStream, jsonBody } from './request-bytes.ts'
import { requireMatch } from './require-match.ts'
import { requirePlace } from './require-place.ts'
import { requireRoom } from './require-room.ts'
import { findUpload, makeUpload, openUploads, partOf, removeUpload, type Upload } from './upload-record.ts'

/** Two pieces at once of the same upload would each see the same end of it. */
const turns = new Turns()

const beginSchema = z.strictObject({
  path: z.string(),
  size: z.int().min(0),
  overwrite: z.boolean().default(false),
  parents: z.boolean().default(false),
  /** Whatever tells the client which of its files this is. */
  label: z.string().max(200).default(''),
})

export async function beginUpload(call: FileCall): Promise<FastifyReply> {
  const { request, reply, share, actor, address } = call
  const body = readBody(beginSchema, await jsonBody(request))
  const path = askedPath(body.path)
  await requirePlace(share, path, body.overwrite)
  await requireRoom(share, body.size)
  return inUploads(call, async (uploads) => {
    const asked = { ...body, path: path.join('/'), createdAt: Date.now(), createdBy: actor.objectId }
    const upload = { ...(await makeUpload(uploads, asked)), offset: 0 }
    return reply.code(201).header('location', `${address}/${upload.id}?api-version=2026-11-01`).send(document(upload))
  })
}

/** One's own. */
export function listUploads(call: FileCall): Promise<FastifyReply> {
  return inUploads(call, async (uploads) => {
    const open = await openUploads(uploads, Date.now())
    return call.reply.send({ value: open.filter(({ createdBy }) => createdBy === call.actor.objectId).map(document) })
  })
}

export function readUpload(call: FileCall): Promise<FastifyReply> {
  return inUploads(call, async (uploads) => {
    const upload = await findUpload(uploads, idOf(call), call.actor.objectId)
    return call.reply.header('upload-offset', upload.offset).send(document(upload))
  })
}

export function sendPiece(call: FileCall): Promise<FastifyReply> {
  const { request, reply, query, actor, shares } = call
  const offset = Number(query.get('offset') ?? 'none')
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new ArmError(400, 'InvalidQueryParameter', "'offset' says where the piece begins.", { target: 'offset' })
  return inUploads(call, (uploads) =>
    turns.take(idOf(call), async () => {
      const upload = await findUpload(uploads, idOf(call), actor.objectId)
      const room = await requireRoom(uploads, bodyLength(request))
      const limit = Math.min(upload.size, offset + room)
      const size = await uploads.append(partOf(upload.id), bodyStream(request), { offset, limit, owner: shares.owner })
      return reply.header('upload-offset', size).send(document({ ...upload, offset: size }))
    }),
  )
}

export function commitUpload(call: FileCall): Promise<FastifyReply> {
  const { request, reply, share, shares, actor } = call
  return inUploads(call, (uploads) =>
    turns.take(idOf(call), async () => {
      const upload = await findUpload(uploads, idOf(call), actor.objectId)
      if (upload.offset !== upload.size)
        throw new ArmError(
          409,
          'UploadIncomplete',
          `${upload.offset} of ${upload.size} bytes are there. Send what follows offset ${upload.offset}, then commit.`,
        )
      const path = askedPath(upload.path)
      await requireMatch(share, path, request.headers['if-match'])
      if (upload.parents) await makeFolders(share, path.slice(0, -1), shares.owner)
      // An upload of nothing was never appended to, which is where a file gets its owner.
      await uploads.append(partOf(upload.id), empty(), {
        offset: upload.offset,
        limit: upload.size,
        owner: shares.owner,
      })
      await share.takeIn(uploads, partOf(upload.id), { path, isNew: !upload.overwrite })
      await removeUpload(uploads, upload.id)
      const facts = await share.stat(path)
      return reply.code(201).header('etag', etagOf(facts)).send(entryDocument(path, facts))
    }),
  )
}

export function deleteUpload(call: FileCall): Promise<FastifyReply> {
  return inUploads(call, (uploads) =>
    turns.take(idOf(call), async () => {
      const { id } = await findUpload(uploads, idOf(call), call.actor.objectId)
      await removeUpload(uploads, id)
      return call.reply.code(204).send()
    }),
  )
}

async function inUploads<T>({ shares, shareKey }: FileCall, work: (uploads: ConfinedFolder) => Promise<T>): Promise<T> {
  await using uploads = await shares.openUploads(shareKey)
  return await work(uploads)
}

function idOf({ request }: FileCall): string {
  return String((request.params as Record<string, unknown>)['id'])
}

function document({ id, path, size, offset, overwrite, parents, label, createdAt }: Upload) {
  return { id, path, size, offset, overwrite, parents, label, createdAt: new Date(createdAt).toISOString() }
}

async function* empty(): AsyncGenerator<Uint8Array> {}
