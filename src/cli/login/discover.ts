// What an installation says of itself to whoever wants to sign in: its tenant and the pages people sign in on.

import { z } from 'zod'
import { CliFailure } from '../frame/cli-failure.ts'
import type { Transport } from '../session/transport.ts'

const documentSchema = z.object({ issuer: z.url(), authorization_endpoint: z.url() })

export interface Discovered {
  readonly issuer: string
  readonly tenantId: string
  /** Of the page in the browser, which may be at another address than the API. */
  readonly authorizationEndpoint: string
}

export async function discover(endpoint: string, transport: Transport): Promise<Discovered> {
  const answer = await transport.send(new URL('/common/v2.0/.well-known/openid-configuration', endpoint), {
    method: 'GET',
  })
  const document = documentSchema.safeParse(answer.body)
  const tenantId = document.success ? new URL(document.data.issuer).pathname.split('/')[1] : undefined
  if (!document.success || !tenantId)
    throw new CliFailure(
      `${endpoint} does not answer like Carrel.`,
      'check the address: it is the one "carrel status" names on the server, such as https://carrel.example.com:8443',
    )
  return { issuer: document.data.issuer, tenantId, authorizationEndpoint: document.data.authorization_endpoint }
}
