// The fields of a posted form, read from the connection with a limit, and without a NUL in any. A field sent twice comes
// as an array.

import type { IncomingMessage } from 'node:http'
import { parse } from 'node:querystring'
import { ArmError } from '../base/errors.ts'
import type { Parameters } from './dialect.ts'

/** The OIDC library reads a little more, and translating adds a little. */
const limit = 48 * 1024

export async function readForm(request: IncomingMessage): Promise<Parameters> {
  const chunks: Buffer[] = []
  let size = 0
  // The connection stays: whoever sent too much is still to be told so.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new ArmError(413, 'RequestTooLarge', `A form holds at most ${limit} bytes.`)
    chunks.push(chunk)
  }
  const form = parse(Buffer.concat(chunks).toString('utf8'))
  if (Object.entries(form).some((field) => field.flat().join().includes('\0')))
    throw new ArmError(400, 'InvalidRequestContent', 'The form has a NUL character.')
  return form
}
