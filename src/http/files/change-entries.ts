// Folders made, entries renamed, moved and deleted. Nothing is replaced or emptied unless the caller says so.

import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'
import { askedPath, isAsked, pathIn } from './asked-path.ts'
import { entryDocument } from './entry-document.ts'
import type { FileCall } from './file-call.ts'
import { makeFolders } from './make-parents.ts'
import { jsonBody } from './request-bytes.ts'
import { requireMatch } from './require-match.ts'

export async function makeFolder({ reply, query, share, shares }: FileCall): Promise<FastifyReply> {
  const path = pathIn(query)
  if (isAsked(query, 'parents')) await makeFolders(share, path, shares.owner)
  else await share.mkdir(path, { owner: shares.owner })
  const facts = await share.stat(path)
  if (facts.kind !== 'folder') throw new ConfinedPathError('NotAFolder', path)
  return reply.code(201).send(entryDocument(path, facts))
}

const moveSchema = z.strictObject({ from: z.string(), to: z.string(), overwrite: z.boolean().default(false) })

export async function moveEntry({ request, reply, share }: FileCall): Promise<FastifyReply> {
  const { from, to, overwrite } = readBody(moveSchema, await jsonBody(request))
  const [source, target] = [askedPath(from), askedPath(to)]
  // So that what is not there is told by its own name, and not by that of the place it was to go.
  await share.stat(source)
  await requireMatch(share, source, request.headers['if-match'])
  await (overwrite ? share.rename(source, target) : share.move(source, target))
  return reply.send(entryDocument(target, await share.stat(target)))
}

export async function deleteEntry({ request, reply, query, share }: FileCall): Promise<FastifyReply> {
  const path = pathIn(query)
  const { kind } = await share.stat(path)
  await requireMatch(share, path, request.headers['if-match'])
  if (kind !== 'folder') await share.remove(path)
  else if (isAsked(query, 'recursive')) await share.removeTree(path)
  else await share.removeEmpty(path)
  return reply.code(204).send()
}
