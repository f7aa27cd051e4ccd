// BA-39: PATCH changes how many nodes there are and how that is decided, and nothing else.

import { z } from 'zod'
import { readBody } from '../../../arm/read-body.ts'
import type { Envelope } from '../../../arm/wire.ts'
import { requireBare } from '../bare-envelope.ts'
import type { Cluster } from './cluster.ts'
import { scaleSchema } from './cluster-wire.ts'
import { bodyOf } from './render-cluster.ts'

const patchSchema = z.strictObject({ scaleSettings: scaleSchema.nullish() }, 'takes scaleSettings alone')

export function resized(desired: Cluster, body: Envelope): Envelope {
  requireBare(body, 'cluster')
  const { scaleSettings } = readBody(patchSchema, body.properties ?? {}, 'properties')
  const before = bodyOf(desired, true)
  return { properties: { ...before, scaleSettings: scaleSettings ?? before.scaleSettings } }
}
