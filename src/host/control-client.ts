// Asks the running server over its control socket, which only root can open: what no token could allow yet, because the
// principals it would be given to are made by this.

import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const bootstrapSchema = z.object({
  tenantId: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  workspace: z.string(),
  location: z.string(),
  admin: z.object({ userName: z.string(), password: z.string().optional(), objectId: z.string() }),
  principal: z.object({ clientId: z.string(), clientSecret: z.string().optional(), objectId: z.string() }),
})

/** Password and secret are there only the first time: the store keeps no more than their hashes. */
export type Bootstrap = z.infer<typeof bootstrapSchema>

export interface BootstrapRequest {
  readonly userName: string
  /** What is not in `admin/`, though it was made: it is made anew. */
  readonly reissue: readonly ('password' | 'secret')[]
}

export async function bootstrap(controlSocket: string, asked: BootstrapRequest): Promise<Bootstrap> {
  const answer = await post(controlSocket, '/bootstrap', asked)
  if (answer.status !== 200) throw new Error(`the server answered ${answer.status}: ${answer.text}`)
  return bootstrapSchema.parse(JSON.parse(answer.text))
}

async function post(socketPath: string, path: string, body: unknown): Promise<{ status: number; text: string }> {
  const payload = JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, path, method: 'POST', headers, timeout: 30_000 }, (incoming) => {
      text(incoming).then((said) => resolve({ status: incoming.statusCode ?? 0, text: said }), reject)
    })
    outgoing.once('timeout', () => outgoing.destroy(new Error('the server did not answer within 30 s')))
    outgoing.once('error', reject)
    outgoing.end(payload)
  })
}
