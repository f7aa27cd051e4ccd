import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import type { Envelope } from '../../arm/wire.ts'
import type { Datastore } from '../../fleet/datastores.ts'

/** Read-only members that clients send back are let through; any other is refused by name. */
const propertiesSchema = z.strictObject({
  hostPath: z.string().max(1024),
  isReadOnly: z.boolean().nullish(),
  description: z.string().max(512).nullish(),
  mountPath: z.unknown().optional(),
  state: z.unknown().optional(),
  instances: z.unknown().optional(),
  fault: z.unknown().optional(),
  provisioningState: z.unknown().optional(),
})

/** What a PUT asks for. A slash at the end of the path counts for nothing. Throws ArmError 400. */
export function readDatastore(body: Envelope): Datastore {
  const { hostPath, isReadOnly, description } = readBody(propertiesSchema, body.properties ?? {}, 'properties')
  return {
    hostPath: hostPath.replace(/(.)\/+$/, '$1'),
    isReadOnly: isReadOnly ?? true,
    description: description ?? null,
  }
}
