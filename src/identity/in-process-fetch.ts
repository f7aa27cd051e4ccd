// `fetch` for the server's calls to itself: the same routes and checks as from outside, without sockets, certificates or
// a gateway that may just be restarting.

import type { FastifyInstance } from 'fastify'
import type { CustomFetch } from 'openid-client'

export function inProcessFetch(fastify: FastifyInstance): CustomFetch {
  return async (url, { method, headers, body }) => {
    const { protocol, host, pathname, search } = new URL(url)
    const payload = body instanceof URLSearchParams ? body.toString() : body
    const answer = await fastify.inject({
      method: method === 'POST' ? 'POST' : 'GET',
      url: pathname + search,
      headers: { ...headers, host, 'x-forwarded-proto': protocol.slice(0, -1), 'x-forwarded-host': host },
      ...(typeof payload === 'string' ? { payload } : {}),
    })
    const names = Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    )
    return new Response(answer.body, { status: answer.statusCode, headers: names })
  }
}
