// Vouches for this installation's own sign-in address, as the identity platform does for its own: a client that was told
// to ask here does not ask a host outside.

import type { FastifyInstance } from 'fastify'

/** Read without signing in. `endpoint` without a slash at its end. */
export function mountInstanceDiscovery(app: FastifyInstance, endpoint: string): void {
  const { hostname } = new URL(endpoint)
  app.get('/common/discovery/instance', async (request, reply) => {
    const { authorization_endpoint: given } = request.query as Record<string, unknown>
    const asked = typeof given === 'string' ? URL.parse(given) : null
    const tenant = asked?.pathname.split('/')[1]
    void reply.header('access-control-allow-origin', '*')
    // Clients leave out the port.
    if (asked?.protocol !== 'https:' || !tenant || ![hostname, 'localhost'].includes(asked.hostname)) {
      return reply.code(400).send(invalidInstance)
    }
    return {
      tenant_discovery_endpoint: `${endpoint}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: hostname, preferred_cache: hostname, aliases: [hostname] }],
    }
  })
}

const invalidInstance = {
  error: 'invalid_instance',
  error_description: 'AADSTS50049: Unknown or invalid instance.',
  error_codes: [50049],
}
