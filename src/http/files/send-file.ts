// A file's bytes, the whole or a range, at the pace of who reads. They are whatever somebody wrote: never shown as a page.

import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ArmError } from '../../base/errors.ts'
import type { ConfinedFile } from '../../share/confined-file.ts'
import type { ConfinedFolder, ConfinedPath } from '../../share/confined-folder.ts'
import { attachment } from './attachment.ts'
import { etagOf } from './entry-document.ts'
import { type Range, readRange } from './read-range.ts'

const chunkBytes = 256 * 1024

export interface FileRead {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly share: ConfinedFolder
  readonly path: ConfinedPath
}

export async function sendFile({ request, reply, share, path }: FileRead): Promise<FastifyReply> {
  const file = await share.openFile(path)
  let isStreaming = false
  try {
    const etag = etagOf(file)
    const modified = new Date(file.modifiedMs).toUTCString()
    void reply.headers({ etag, 'last-modified': modified, 'accept-ranges': 'bytes', 'cache-control': 'no-cache' })
    if (lists(request.headers['if-none-match'], etag)) return reply.code(304).send()
    const range = wantsRange(request.headers['if-range'], etag)
      ? readRange(request.headers.range, file.size)
      : undefined
    if (range === 'unsatisfiable')
      throw new ArmError(416, 'InvalidRange', `The file has ${file.size} bytes; the range is beyond its end.`, {
        headers: { 'content-range': `bytes */${file.size}` },
      })
    const { first, last } = range ?? { first: 0, last: file.size - 1 }
    void reply.code(range ? 206 : 200).headers({
      'content-type': 'application/octet-stream',
      'content-disposition': attachment(path.at(-1) ?? ''),
      'content-length': last - first + 1,
      ...(range ? { 'content-range': `bytes ${first}-${last}/${file.size}` } : {}),
    })
    if (request.method === 'HEAD') return reply.send()
    isStreaming = true
    return reply.send(streamOf(file, { first, last }))
  } finally {
    if (!isStreaming) await file[Symbol.asyncDispose]()
  }
}

/** Closes the file when it is done or given up. */
function streamOf(file: ConfinedFile, range: Range): Readable {
  const stream = Readable.from(chunks(file, range), { objectMode: false, highWaterMark: chunkBytes })
  // Not in the generator: one that was never begun does not end either.
  stream.once('close', () => void file[Symbol.asyncDispose]())
  return stream
}

async function* chunks(file: ConfinedFile, { first, last }: Range): AsyncGenerator<Buffer> {
  for (let at = first; at <= last; ) {
    const bytes = await file.read(at, Math.min(chunkBytes, last - at + 1))
    // The length was promised already: cutting the connection is the only way left to say that this is not all.
    if (bytes.length === 0) throw new Error('the file became shorter while it was read')
    yield bytes
    at += bytes.length
  }
}

export function lists(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag)
}

/** With a tag of another version the whole is sent, so that no halves of two are put together. */
function wantsRange(ifRange: string | string[] | undefined, etag: string): boolean {
  return ifRange === undefined || ifRange === etag
}
