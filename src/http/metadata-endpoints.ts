// Where a client that knows nothing but the address of this server begins. Read without signing in.

import type { FastifyInstance } from 'fastify'
import { resolveApiVersion } from '../arm/api-version.ts'
import { type CloudFacts, metadataDocument, metadataVersions } from './metadata-documents.ts'
import { identifyRequest } from './request-context.ts'

export function mountMetadataEndpoints(app: FastifyInstance, facts: CloudFacts): void {
  app.get('/metadata/endpoints', async (request, reply) => {
    identifyRequest(request, reply)
    const [, asked] =
      Object.entries(request.query as Record<string, unknown>).find(([name]) => /^api-version$/i.test(name)) ?? []
    const version = resolveApiVersion(typeof asked === 'string' ? asked : undefined, metadataVersions, 'metadata')
    return metadataDocument(version, facts)
  })
}
