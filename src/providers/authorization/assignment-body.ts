import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import type { Envelope } from '../../arm/wire.ts'

const propertiesSchema = z.strictObject({
  roleDefinitionId: z.string().min(1),
  principalId: z.guid('must be the object id of a user, service principal or group'),
  principalType: z.enum(['User', 'ServicePrincipal', 'Group']).nullish(),
  scope: z.string().nullish(),
  description: z.string().max(1024).nullish(),
})

/** Throws 400 naming every fault. */
export function readAssignment(body: Envelope): z.infer<typeof propertiesSchema> {
  return readBody(propertiesSchema, body.properties ?? {}, 'properties')
}
