import type { FastifyInstance } from 'fastify'

/** Where a workspace's `discoveryUrl` leads: which services answer, and at which address. Read without signing in. */
export function mountServiceDiscovery(app: FastifyInstance, endpoint: string): void {
  app.get('/discovery/workspaces/:workspaceId', async () => ({ api: endpoint }))
}
