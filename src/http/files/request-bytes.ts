import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { ArmError } from '../../base/errors.ts'
import { parseJson } from '../parse-json.ts'

const mostJsonBytes = 256 * 1024

/** The body as it comes. */
export function bodyStream({ body }: FastifyRequest): Readable {
  return body instanceof Readable ? body : Readable.from([])
}

/** As announced; undefined when it was not. */
export function bodyLength({ headers }: FastifyRequest): number | undefined {
  const text = headers['content-length']
  return text === undefined ? undefined : Number(text)
}

/** A body that is read as a whole. */
export async function jsonBody(request: FastifyRequest): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bodyStream(request) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostJsonBytes) throw new ArmError(413, 'RequestEntityTooLarge', 'The request body is too large.')
    chunks.push(chunk)
  }
  return parseJson(Buffer.concat(chunks))
}
