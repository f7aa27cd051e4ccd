// Sets how many cores may be held: of a family, or of all together. Whole as asked or, where one item is malformed, not at
// all; a family that is not offered is told by its status, as Azure does, and the others are set.

import { z } from 'zod'
import type { EndpointRequest } from '../../arm/endpoint.ts'
import { requireLocation } from '../../arm/locations.ts'
import { readBody } from '../../arm/read-body.ts'
import { lowPriorityFamily, lowPriorityLedger } from '../../fleet/low-priority.ts'
import { defaultQuotaCores, totalFamily } from '../../store/default-quota.ts'

const mostCores = 1_000_000
/** Asks for what is the limit as long as nobody sets one. */
const asDefault = -1

const itemSchema = z.strictObject({
  id: z.string().max(1000),
  type: z.string().max(200).nullish(),
  limit: z.int('must be a whole number').min(asDefault).max(mostCores),
  unit: z.literal('Count', "must be 'Count'").nullish(),
})
const bodySchema = z.strictObject({ value: z.array(itemSchema).min(1).max(200), location: z.string().nullish() })

export interface QuotaSettings {
  readonly engine: string
  readonly families: readonly string[]
  readonly type: string
}

/** `POST …/locations/{location}/updateQuotas`. */
export async function updateQuotas({ body, store, address }: EndpointRequest, settings: QuotaSettings) {
  const { value, location } = readBody(bodySchema, body)
  if (location !== null && location !== undefined) requireLocation(location, settings.type)
  const items = value.map((item) => ({ ...item, family: familyIn(item.id, address.parentId, settings.families) }))
  const answers: unknown[] = []
  for (const { id, limit: asked, family } of items) {
    const limit = asked === asDefault ? defaultQuotaCores : asked
    if (family === lowPriorityFamily) await store.setQuotaLimit(lowPriorityLedger(settings.engine), totalFamily, limit)
    else if (family !== undefined) await store.setQuotaLimit(settings.engine, family, limit)
    const status = family === undefined ? 'InvalidVMFamilyName' : 'Success'
    answers.push({ id, type: settings.type, limit, unit: 'Count', status })
  }
  return { value: answers }
}

/** Undefined: it names no family that is offered, or one of another place. */
function familyIn(id: string, place: string, families: readonly string[]): string | undefined {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(place)?.[0].toLowerCase() ?? ''
  const [, owner, name] = /^(\/subscriptions\/[^/]+)\/.*\/quotas\/([^/]+)$/i.exec(id) ?? []
  const isHere = owner?.toLowerCase() === subscription && !/\/workspaces\//i.test(id)
  return isHere ? families.find((family) => family.toLowerCase() === name?.toLowerCase()) : undefined
}
