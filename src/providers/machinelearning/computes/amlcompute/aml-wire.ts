// Bodies of an AmlCompute as clients send them. What clients read and send back is let through.

import { z } from 'zod'
import { flag, oneOf, whole } from '../../../../arm/scalars.ts'
import { subnetSchema } from '../../../../arm/subnet.ts'

const readOnly = z.unknown().optional()
const mostNodes = 100

export const amlScaleSchema = z
  .strictObject({
    minNodeCount: whole(0, mostNodes).nullish(),
    maxNodeCount: whole(0, mostNodes),
    nodeIdleTimeBeforeScaleDown: z.string().max(40).nullish(),
  })
  .refine(
    ({ minNodeCount, maxNodeCount }) => (minNodeCount ?? 0) <= maxNodeCount,
    'minNodeCount must not be more than maxNodeCount',
  )

export const amlSchema = z.strictObject({
  vmSize: z.string('is required').min(1),
  vmPriority: oneOf(['Dedicated', 'LowPriority']).nullish(),
  scaleSettings: amlScaleSchema.nullish(),
  userAccountCredentials: z
    .strictObject({
      adminUserName: z.string('is required'),
      adminUserSshPublicKey: z.string().nullish(),
      adminUserPassword: z.string().max(200).nullish(),
    })
    .nullish(),
  subnet: subnetSchema.nullish(),
  remoteLoginPortPublicAccess: oneOf(['Enabled', 'Disabled', 'NotSpecified']).nullish(),
  enableNodePublicIp: flag.nullish(),
  osType: oneOf(['Linux']).nullish(),
  isolatedNetwork: z.literal(false, 'true is not offered').nullish(),
  virtualMachineImage: z.null('is not offered: nodes run the image of the installation. Leave it out').optional(),
  propertyBag: z.looseObject({}).nullish(),
  allocationState: readOnly,
  allocationStateTransitionTime: readOnly,
  errors: readOnly,
  currentNodeCount: readOnly,
  targetNodeCount: readOnly,
  nodeStateCounts: readOnly,
})

export type AmlBody = z.infer<typeof amlSchema>
