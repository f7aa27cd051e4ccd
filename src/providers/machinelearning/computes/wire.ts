// Bodies of a compute as clients send them. Read-only members that clients send back are let through here
// and shown from what is true; what Carrel does not do yet is refused in `parse-compute.ts` by name.

import { z } from 'zod'
import { subnetSchema } from '../../../arm/subnet.ts'
import { anyCase } from './any-case.ts'
import { customServicesSchema } from './applications/custom-service-wire.ts'
import { schedulesSchema } from './schedules/schedule-wire.ts'
import { setupScriptsSchema } from './scripts/script-wire.ts'

/** What clients read and send back. */
const readOnly = z.unknown().optional()

const sshSchema = z.strictObject({
  sshPublicAccess: anyCase(['Enabled', 'Disabled']).nullish(),
  adminPublicKey: z.string().nullish(),
  adminUserName: z.string().nullish(),
  sshPort: z.int().nullish(),
  hostKeys: readOnly,
})

const assignedUserSchema = z.strictObject({ objectId: z.guid(), tenantId: z.guid() })

const readOnlyInner = {
  state: readOnly,
  errors: readOnly,
  applications: readOnly,
  connectivityEndpoints: readOnly,
  createdBy: readOnly,
  lastOperation: readOnly,
  osImageMetadata: readOnly,
  versions: readOnly,
  containers: readOnly,
  dataDisks: readOnly,
  dataMounts: readOnly,
  capacity: readOnly,
  setupRuns: readOnly,
  owner: readOnly,
  nextFiring: readOnly,
}

/** Accepted without effect, shown as sent. */
const acceptedInner = {
  applicationSharingPolicy: anyCase(['Personal', 'Shared']).nullish(),
  computeInstanceAuthorizationType: anyCase(['personal']).nullish(),
  enableOSPatching: z.boolean().nullish(),
  enableSSO: z.boolean().nullish(),
  enableRootAccess: z.literal(true, 'false is not offered: a user is root in their own node').nullish(),
  releaseQuotaOnStop: z.literal(false, 'true is not offered: a stopped instance keeps its quota').nullish(),
}

export const acceptedNames = Object.keys(acceptedInner) as readonly (keyof typeof acceptedInner)[]

/** Named so that the refusal can say which; null is what clients send for "none". */
const notOffered = z.null('is not offered yet').optional()

export const computeInstanceSchema = z.strictObject({
  vmSize: z.string('is required').min(1),
  sshSettings: sshSchema.nullish(),
  enableNodePublicIp: z.boolean().nullish(),
  personalComputeInstanceSettings: z.strictObject({ assignedUser: assignedUserSchema.nullish() }).nullish(),
  subnet: subnetSchema.nullish(),
  idleTimeBeforeShutdown: notOffered,
  customServices: customServicesSchema.nullish(),
  schedules: schedulesSchema.nullish(),
  createStopped: z.boolean().nullish(),
  setupScripts: setupScriptsSchema.nullish(),
  ...acceptedInner,
  ...readOnlyInner,
})

export const computeSchema = z.strictObject({
  computeType: z.string('is required'),
  description: z.string().max(4096).nullish(),
  properties: readOnly,
  computeLocation: readOnly,
  provisioningState: readOnly,
  provisioningErrors: readOnly,
  createdOn: readOnly,
  modifiedOn: readOnly,
  resourceId: notOffered,
  isAttachedCompute: readOnly,
  disableLocalAuth: z.boolean().nullish(),
})
