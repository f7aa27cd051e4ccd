// The envelope every ARM resource is sent and answered in. The only ARM file that clients (web, CLI) may import.

import { z } from 'zod'

export const tagsSchema = z
  .record(z.string().max(512), z.string().max(256))
  .refine((tags) => Object.keys(tags).length <= 50, 'at most 50 tags')

/** A PUT body, before its type reads `properties`. A member nobody would read is refused, not dropped. */
export const envelopeSchema = z.strictObject({
  id: z.string().nullish(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  location: z.string().nullish(),
  tags: tagsSchema.nullish(),
  identity: z.looseObject({}).nullish(),
  sku: z.looseObject({}).nullish(),
  kind: z.string().nullish(),
  zones: z.array(z.string()).nullish(),
  systemData: z.unknown().optional(),
  etag: z.unknown().optional(),
  properties: z.looseObject({}).nullish(),
})

export type Tags = Readonly<Record<string, string>>

export type Envelope = z.infer<typeof envelopeSchema>

export interface SystemData {
  readonly createdBy: string
  readonly createdByType: string
  readonly createdAt: string
  readonly lastModifiedBy: string
  readonly lastModifiedByType: string
  readonly lastModifiedAt: string
}
