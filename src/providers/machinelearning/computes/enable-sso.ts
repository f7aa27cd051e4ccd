// CI-C10: whether an instance is to be handed its owner's sign-in. None ever is; the wish is kept and shown as given.

import { z } from 'zod'
import { readBody } from '../../../arm/read-body.ts'
import type { ChangeAction } from '../../../arm/resource-type.ts'
import type { Compute, ComputeStatus } from './model.ts'

/** One client writes the member with a capital, the other without. */
const bodySchema = z.union([z.object({ enableSSO: z.boolean() }), z.object({ EnableSSO: z.boolean() })])

export const enableSso: ChangeAction<Compute, ComputeStatus> = {
  kind: 'change',
  verb: 'Update',
  deadlineMs: 10 * 60_000,
  isAtOnce: true,
  apply({ desired }, body) {
    const asked = readBody(bodySchema, body() ?? {})
    const enableSSO = 'enableSSO' in asked ? asked.enableSSO : asked.EnableSSO
    return { ...desired, accepted: { ...desired.accepted, enableSSO } }
  },
}
