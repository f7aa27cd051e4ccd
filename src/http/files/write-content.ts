// A whole file in one request. Whoever reads meanwhile has the old one; what breaks off leaves nothing.

import type { FastifyReply } from 'fastify'
import { isAsked, pathIn } from './asked-path.ts'
import { entryDocument, etagOf } from './entry-document.ts'
import type { FileCall } from './file-call.ts'
import { makeFolders } from './make-parents.ts'
import { bodyLength, bodyStream } from './request-bytes.ts'
import { requireMatch } from './require-match.ts'
import { requireRoom } from './require-room.ts'

export async function writeContent({ request, reply, query, share, shares }: FileCall): Promise<FastifyReply> {
  const path = pathIn(query)
  const limit = await requireRoom(share, bodyLength(request))
  await requireMatch(share, path, request.headers['if-match'])
  const { owner } = shares
  if (isAsked(query, 'parents')) await makeFolders(share, path.slice(0, -1), owner)
  const isNew = request.headers['if-none-match'] === '*'
  await share.write(path, bodyStream(request), { limit, owner, isNew })
  const facts = await share.stat(path)
  return reply.code(201).header('etag', etagOf(facts)).send(entryDocument(path, facts))
}
