// Where a workspace's `discoveryUrl` leads: which services there are, and at which address. Read without signing in.

import type { FastifyInstance } from 'fastify'

/** Clients fail on a name that is missing before they ask anything of it; what is not offered answers 404 itself. */
const services = [
  'api',
  'catalog',
  'execution',
  'experimentation',
  'history',
  'hyperdrive',
  'inferencing',
  'modelmanagement',
  'pipelines',
  'studio',
]

export function mountServiceDiscovery(app: FastifyInstance, endpoint: string): void {
  const addresses = Object.fromEntries(services.map((name) => [name, endpoint]))
  app.get('/discovery/workspaces/:workspaceId', async () => addresses)
}
