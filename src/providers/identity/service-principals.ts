import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Endpoint } from '../../arm/endpoint.ts'
import { readBody } from '../../arm/read-body.ts'
import type { Clock } from '../../base/clock.ts'
import { createServicePrincipal } from '../../identity/service-principals.ts'
import type { Tables } from '../../store/tables.ts'

const type = 'Carrel.Identity/servicePrincipals'

const bodySchema = z.strictObject({ displayName: z.string().trim().min(1).max(120) })

export interface ServicePrincipalSettings {
  readonly db: Kysely<Tables>
  readonly clock: Clock
  readonly tenantId: string
}

/** Makes a service principal; its secret is in this answer and nowhere else. */
export function servicePrincipals({ db, clock, tenantId }: ServicePrincipalSettings): Endpoint {
  return {
    method: 'POST',
    kind: 'collection',
    home: 'tenant',
    type,
    apiVersions: ['2026-11-01'],
    action: `${type}/write`,
    async handle({ body }) {
      const { displayName } = readBody(bodySchema, body)
      const { clientId, clientSecret, objectId } = await createServicePrincipal(db, { displayName, now: clock.now() })
      return { status: 201, body: { clientId, clientSecret, objectId, tenantId, displayName } }
    },
  }
}
