// A whole file in one request. It gathers where no node sees it, so whoever reads meanwhile has the old one; what breaks
// off leaves nothing.

import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { isAsked, pathIn } from './asked-path.ts'
import { entryDocument, etagOf } from './entry-document.ts'
import type { FileCall } from './file-call.ts'
import { makeFolders } from './make-parents.ts'
import { bodyLength, bodyStream } from './request-bytes.ts'
import { requireMatch } from './require-match.ts'
import { requirePlace } from './require-place.ts'
import { requireRoom } from './require-room.ts'
import { partOf } from './upload-record.ts'

export async function writeContent(call: FileCall): Promise<FastifyReply> {
  const { request, reply, query, share, shares } = call
  const path = pathIn(query)
  const isNew = request.headers['if-none-match'] === '*'
  await requirePlace(share, path, !isNew)
  await requireMatch(share, path, request.headers['if-match'])
  const limit = await requireRoom(share, bodyLength(request))
  await using uploads = await shares.openUploads(call.shareKey)
  // Without a record it is nobody's upload to go on with; one that a crash left goes as those do.
  const part = partOf(randomBytes(16).toString('hex'))
  try {
    await uploads.append(part, bodyStream(request), { offset: 0, limit, owner: shares.owner })
    await requireMatch(share, path, request.headers['if-match'])
    if (isAsked(query, 'parents')) await makeFolders(share, path.slice(0, -1), shares.owner)
    await share.takeIn(uploads, part, { path, isNew })
  } finally {
    await uploads.removeTree(part)
  }
  const facts = await share.stat(path)
  return reply.code(201).header('etag', etagOf(facts)).send(entryDocument(path, facts))
}
