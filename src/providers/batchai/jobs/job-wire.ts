// The body of a job as clients send it. What is not offered is refused by name, with what to send in its place.

import { z } from 'zod'
import { oneOf, whole } from '../../../arm/scalars.ts'
import { variable, volumesSchema } from '../clusters/cluster-wire.ts'
import { jobPriorities } from './batch-job.ts'
import { containerSettingsSchema } from './job-container.ts'

const readOnly = z.unknown().optional()
const notOffered = (words: string) => z.null(words).optional()
const toolkit = notOffered(
  'is not offered: the node image has no such toolkit. Start it by customToolkitSettings, customMpiSettings or horovodSettings',
)

const command = z
  .string('is required')
  .min(1, 'is required')
  .max(64 * 1024)
  .refine((text) => !text.includes('\0'), 'has a zero byte')

/** It is one argument of a program, in UTF-8, and those are of at most 128 KiB. */
const mpiCommand = command.refine((text) => Buffer.byteLength(text) <= 100_000, 'has more than 100,000 bytes')
const processCount = whole(1, 10_000).nullish()
const word = z
  .string('is required')
  .min(1, 'is required')
  .max(1000)
  .refine((text) => !/[\0\r\n]/.test(text), 'has a line break')

const noWayUp = (path: string) => !/(?:^|\/)\.\.(?:\/|$)/.test(path)
const path = z
  .string('is required')
  .max(1000)
  .refine((text) => !/[\0\r\n]/.test(text), 'has a line break')
  .refine(noWayUp, 'must not lead upwards')
/** Of a folder in a node. */
const folder = path.regex(
  /^(?:\/|\$\{?AZ_BATCHAI_(?:MOUNT_ROOT|JOB_MOUNT_ROOT|JOB_TEMP|JOB_TEMP_DIR|SHARED_JOB_TEMP)(?![A-Z_]))/,
  'must be an absolute path, or begin with $AZ_BATCHAI_MOUNT_ROOT or $AZ_BATCHAI_JOB_MOUNT_ROOT',
)
const id = z.string('is required').regex(/^\w{1,64}$/, 'must be 1 to 64 letters, digits or "_"')
const most = 100

export const jobSchema = z.strictObject({
  schedulingPriority: oneOf(jobPriorities).nullish(),
  cluster: z.strictObject({ id: z.string('is required').max(1000) }, 'is required'),
  mountVolumes: volumesSchema.nullish(),
  nodeCount: whole(1, 100),
  containerSettings: containerSettingsSchema.nullish(),
  cntkSettings: toolkit,
  pyTorchSettings: toolkit,
  tensorFlowSettings: toolkit,
  caffeSettings: toolkit,
  caffe2Settings: toolkit,
  chainerSettings: toolkit,
  horovodSettings: z
    .strictObject({
      pythonScriptFilePath: word,
      pythonInterpreterPath: word.nullish(),
      commandLineArgs: mpiCommand.nullish(),
      processCount,
    })
    .nullish(),
  customMpiSettings: z.strictObject({ commandLine: mpiCommand, processCount }).nullish(),
  customToolkitSettings: z.strictObject({ commandLine: command }).nullish(),
  jobPreparation: z.strictObject({ commandLine: command }).nullish(),
  stdOutErrPathPrefix: folder,
  inputDirectories: z
    .array(z.strictObject({ id, path: folder }))
    .max(most)
    .nullish(),
  outputDirectories: z
    .array(z.strictObject({ id, pathPrefix: folder, pathSuffix: path.nullish() }))
    .max(most)
    .nullish(),
  environmentVariables: z
    .array(z.strictObject({ name: variable, value: z.string('is required').max(32_768) }))
    .max(200)
    .nullish(),
  secrets: z
    .array(
      z
        .strictObject({
          name: variable,
          value: z.string().max(32_768).nullish(),
          valueSecretReference: notOffered('is not offered: there is no key vault. Send the value'),
        })
        .refine(({ value }) => typeof value === 'string', { path: ['value'], error: 'is required' }),
    )
    .max(200)
    .nullish(),
  constraints: z.strictObject({ maxWallClockTime: z.string().nullish() }).nullish(),
  ...Object.fromEntries(
    [
      'toolType',
      'jobOutputDirectoryPathSegment',
      'creationTime',
      'provisioningState',
      'provisioningStateTransitionTime',
      'executionState',
      'executionStateTransitionTime',
      'executionInfo',
      'submittedBy',
      'nodes',
      'attempts',
    ].map((name) => [name, readOnly]),
  ),
})

export type JobBody = z.infer<typeof jobSchema>
