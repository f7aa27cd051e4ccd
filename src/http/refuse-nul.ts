import type { FastifyReply, FastifyRequest } from 'fastify'
import { ArmError } from '../base/errors.ts'
import { identifyRequest } from './request-context.ts'

/**
 * Throws 400 for an address with U+0000 in its path or query, before anything reads it: no name has that character, and
 * not every database can be asked for it. `parseJson` and `readForm` do the same for what is sent in bodies.
 */
export async function refuseNul(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!(request.raw.url ?? '').includes('%00')) return
  identifyRequest(request, reply)
  throw new ArmError(400, 'InvalidRequestUri', "The address has a NUL character, '%00'. Leave it out.")
}
