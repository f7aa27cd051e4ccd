import type { IncomingMessage } from 'node:http'

/**
 * Status and reason of an answer as they can be said again. A node's user answers what he likes, and HTTP libraries read more
 * than they write: a reason with other signs is left out. Throws for a status that ends no request.
 */
export function answerHead({ statusCode = 0, statusMessage = '' }: IncomingMessage): {
  status: number
  reason: string
} {
  if (statusCode < 200 || statusCode > 599) throw new Error(`The other side answered with the status ${statusCode}`)
  return { status: statusCode, reason: /^[\t\x20-\x7e\x80-\xff]*$/.test(statusMessage) ? statusMessage : '' }
}
