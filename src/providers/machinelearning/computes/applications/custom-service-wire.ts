// Applications that people bring, as clients send them: `customServices`. What is known and cannot be had is refused by
// name; what is taken without effect is said in `docs/compatibility.md`.

import { z } from 'zod'
import { imageReferencePattern } from '../../../../base/image-reference.ts'
import { anyCase } from '../any-case.ts'

const most = { services: 8, endpoints: 8, variables: 100, volumes: 16, valueLength: 8192 } as const

const port = z.int().min(1, 'is from 1 to 65535').max(65535, 'is from 1 to 65535')
const notOffered = z.null('is not offered').optional()

const imageSchema = z.strictObject({
  type: anyCase(['docker', 'azureml'])
    .refine((type) => type === 'docker', "'azureml' is not offered: name an image of a registry, or of this host")
    .nullish(),
  reference: z.string('is required').max(500).regex(imageReferencePattern, 'is no reference to an image'),
  version: notOffered,
})

const variableSchema = z.strictObject({
  type: anyCase(['local']).nullish(),
  value: z
    .string('is required')
    .max(most.valueLength)
    .refine((text) => !text.includes('\0'), 'must not hold NUL'),
})

const endpointSchema = z.strictObject({
  protocol: anyCase(['tcp', 'http', 'udp'])
    .refine((protocol) => protocol !== 'udp', "'udp' is not offered: an endpoint is opened in a browser")
    .nullish(),
  name: z.string().max(100).nullish(),
  target: port,
  published: port.nullish(),
  hostIp: z.null('is not offered: an endpoint is reached through its own origin alone').optional(),
})

const path = z
  .string('is required')
  .max(1000)
  .regex(/^\/[^\0]*$/, 'must be an absolute path')
  .refine((text) => !text.split('/').some((part) => part === '..' || part === '.'), "must not hold '.' or '..'")

const bindSchema = z.strictObject({
  propagation: anyCase(['rprivate']).nullish(),
  createHostPath: z.literal(true, 'false is not offered: a folder that is absent is made').nullish(),
  selinux: notOffered,
})

const volumeSchema = z
  .strictObject({
    type: anyCase(['bind', 'tmpfs', 'volume', 'npipe'])
      .refine((type) => type === 'bind' || type === 'tmpfs', 'must be bind or tmpfs: others are not offered')
      .nullish(),
    readOnly: z.boolean().nullish(),
    source: path.nullish(),
    target: path,
    consistency: z.string().max(100).nullish(),
    bind: bindSchema.nullish(),
    volume: notOffered,
    tmpfs: z.strictObject({ size: z.int().min(1).nullish() }).nullish(),
  })
  .refine(({ type, source }) => type === 'tmpfs' || source, { path: ['source'], error: 'is required' })

export const customServiceSchema = z.strictObject({
  name: z
    .string('is required')
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/,
      "is 1 to 32 letters, digits, '-' and '_', beginning with one of the first two",
    ),
  type: anyCase(['docker']).nullish(),
  image: imageSchema,
  environmentVariables: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, 'cannot name a variable'), variableSchema)
    .refine((all) => Object.keys(all).length <= most.variables, `are ${most.variables} at most`)
    .nullish(),
  docker: z.strictObject({ privileged: z.boolean().nullish() }).nullish(),
  endpoints: z.array(endpointSchema).max(most.endpoints).nullish(),
  volumes: z.array(volumeSchema).max(most.volumes).nullish(),
  kernel: notOffered,
})

export const customServicesSchema = z.array(customServiceSchema).max(most.services)

/** As it was sent, which is how it is kept and shown. */
export type CustomService = Readonly<z.infer<typeof customServiceSchema>>
