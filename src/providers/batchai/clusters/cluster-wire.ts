// The body of a cluster as clients send it. Read-only members that clients send back are let through; what
// is not offered is refused by name.

import { z } from 'zod'
import { oneOf, whole } from '../../../arm/scalars.ts'
import { subnetSchema } from '../../../arm/subnet.ts'

const readOnly = z.unknown().optional()
const notOffered = (words: string) => z.null(words).optional()
/** Name of a variable that somebody gives to what runs in nodes. */
export const variable = z
  .string()
  .regex(/^[A-Za-z_]\w{0,127}$/, 'must be the name of a variable: letters, digits and "_"')
  .refine((name) => !/^(CARREL|AZ_BATCHAI)_/i.test(name), 'is kept for Carrel: choose another name')

/** Hard limit of the service. */
const mostNodes = 100
const nodeCount = whole(0, mostNodes)

const relativeMountPath = z
  .string()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/,
    'must be a relative path of letters, digits, ".", "_", "-"',
  )
  .max(200)

const taskSchema = z.strictObject({
  commandLine: z
    .string('is required')
    .min(1)
    .max(64 * 1024)
    .refine((text) => !text.includes('\0'), 'has a zero byte'),
  environmentVariables: z
    .array(z.strictObject({ name: variable, value: z.string().max(32_768) }))
    .max(200)
    .nullish(),
  secrets: z
    .array(
      z.strictObject({
        name: variable,
        value: z.string().max(32_768).nullish(),
        valueSecretReference: notOffered('is not offered: there is no key vault. Send the value'),
      }),
    )
    .max(200)
    .nullish(),
  stdOutErrPathPrefix: z
    .string('is required')
    .regex(
      /^(?:\$AZ_BATCHAI_MOUNT_ROOT|\$\{AZ_BATCHAI_MOUNT_ROOT\}|(?=\/))(?:\/[\w .-]+)*\/?$/,
      'must be an absolute path, or one below $AZ_BATCHAI_MOUNT_ROOT',
    )
    .refine((path) => !/(?:^|\/)\.\.(?:\/|$)/.test(path), 'must not lead upwards')
    .max(500),
  stdOutErrPathSuffix: readOnly,
  /** Of an older version, in files of that time: it runs as root, as published since. */
  runElevated: readOnly,
})

const noStorage = 'are not offered: storage accounts have no files here. Mount a file server'

export const volumesSchema = z.strictObject({
  azureFileShares: z.array(z.unknown()).max(0, noStorage).nullish(),
  azureBlobFileSystems: z.array(z.unknown()).max(0, noStorage).nullish(),
  fileServers: z
    .array(
      z.strictObject({
        fileServer: z.strictObject({ id: z.string().max(1000) }),
        sourceDirectory: relativeMountPath.nullish(),
        relativeMountPath,
        mountOptions: oneOf(['rw', 'ro']).nullish(),
      }),
    )
    .max(20)
    .nullish(),
  unmanagedFileSystems: z
    .array(
      z.strictObject({
        mountCommand: z
          .string('is required')
          .min(1)
          .max(4096)
          .refine((text) => !text.includes('\0'), 'has a zero byte'),
        relativeMountPath,
      }),
    )
    .max(20)
    .nullish(),
})

export const scaleSchema = z
  .strictObject({
    manual: z
      .strictObject({
        targetNodeCount: nodeCount,
        nodeDeallocationOption: oneOf(['requeue', 'terminate', 'waitforjobcompletion']).nullish(),
      })
      .nullish(),
    autoScale: z
      .strictObject({
        minimumNodeCount: nodeCount,
        maximumNodeCount: nodeCount,
        initialNodeCount: nodeCount.nullish(),
        /** Beside Azure. */
        nodeIdleTimeBeforeScaleDown: z.string().nullish(),
      })
      .refine(
        ({ minimumNodeCount: least, maximumNodeCount: most }) => least <= most,
        'minimumNodeCount must not be more than maximumNodeCount',
      )
      .refine(
        ({ initialNodeCount: first, maximumNodeCount: most }) => (first ?? 0) <= most,
        'initialNodeCount must not be more than maximumNodeCount',
      )
      .nullish(),
  })
  .refine(({ manual, autoScale }) => !manual || !autoScale, 'takes manual or autoScale, not both')

export const clusterSchema = z.strictObject({
  vmSize: z.string('is required').min(1),
  vmPriority: oneOf(['dedicated', 'lowpriority']).nullish(),
  scaleSettings: scaleSchema.nullish(),
  virtualMachineConfiguration: z
    .strictObject({
      imageReference: z
        .strictObject({
          publisher: z.string('is required'),
          offer: z.string('is required'),
          sku: z.string('is required'),
          version: z.string().nullish(),
          virtualMachineImageId: notOffered('is not offered: custom images are not'),
        })
        .nullish(),
    })
    .nullish(),
  nodeSetup: z
    .strictObject({
      setupTask: taskSchema.nullish(),
      mountVolumes: volumesSchema.nullish(),
      performanceCountersSettings: notOffered(
        'is not offered. Leave it out: what nodes use is told by …/providers/Microsoft.Insights/metrics of the cluster',
      ),
    })
    .nullish(),
  userAccountSettings: z.strictObject(
    {
      adminUserName: z.string('is required'),
      adminUserSshPublicKey: z.string().nullish(),
      adminUserPassword: z.string().max(200).nullish(),
    },
    'is required',
  ),
  subnet: subnetSchema.nullish(),
  ...Object.fromEntries(
    [
      'creationTime',
      'provisioningState',
      'provisioningStateTransitionTime',
      'allocationState',
      'allocationStateTransitionTime',
      'errors',
      'currentNodeCount',
      'nodeStateCounts',
      'queuedJobCount',
    ].map((name) => [name, readOnly]),
  ),
})

export type ClusterBody = z.infer<typeof clusterSchema>
export type TaskBody = z.infer<typeof taskSchema>
export type VolumesBody = z.infer<typeof volumesSchema>
