// What the bodies of definitions, sets, assignments and exemptions have in common.

import { z } from 'zod'
import type { Described } from '../../access/policy/policy-types.ts'
import { ArmError } from '../../base/errors.ts'
import type { Json } from '../../base/json.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { JsonObject } from '../../template/json-values.ts'

export const policyApiVersions = [
  ...['2015-10-01-preview', '2016-12-01', '2018-03-01', '2018-05-01', '2019-06-01', '2019-09-01', '2020-03-01'],
  ...['2020-09-01', '2021-06-01', '2022-06-01', '2023-04-01', '2024-05-01', '2025-01-01', '2025-03-01', '2025-11-01'],
]

const seconds = 1_000

export const policyDeadlines = { create: 30 * seconds, update: 30 * seconds, delete: 30 * seconds }

/** Where something that Azure has and Carrel has not would be said. */
export const notOffered = z.null('is not offered').optional()

/** What is shown and sent back. */
export const readOnly = z.unknown().optional()

export const jsonObject = z.record(z.string(), z.json())

export const describedShape = {
  displayName: z.string().max(256).nullish(),
  description: z.string().max(4096).nullish(),
  metadata: jsonObject.nullish(),
}

const stamps = ['createdBy', 'createdOn', 'updatedBy', 'updatedOn']

/** Who wrote it is told in its metadata, where clients send it back from. */
export function described(properties: {
  readonly displayName?: string | null | undefined
  readonly description?: string | null | undefined
  readonly metadata?: Record<string, Json> | null | undefined
}): Described {
  const { displayName, description, metadata } = properties
  const kept = Object.entries(metadata ?? {}).filter(([name]) => !stamps.includes(name))
  return {
    ...(displayName ? { displayName } : {}),
    ...(description ? { description } : {}),
    ...(metadata ? { metadata: Object.fromEntries(kept) } : {}),
  }
}

export function renderDescribed({ desired, ...record }: ResourceRecord<Described>) {
  const { displayName, description, metadata } = desired
  const isChanged = record.modifiedAt > record.createdAt
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(description === undefined ? {} : { description }),
    metadata: {
      ...metadata,
      createdBy: record.createdBy.objectId,
      createdOn: new Date(record.createdAt).toISOString(),
      updatedBy: isChanged ? record.modifiedBy.objectId : null,
      updatedOn: isChanged ? new Date(record.modifiedAt).toISOString() : null,
    },
  }
}

/** Throws 400 for a name that could not stand in an address. */
export function requirePolicyName(name: string, what: string, longest: number): void {
  if (name.length <= longest && /^[^<>*%&:\\?+/#\p{Cc}]+$/u.test(name) && !/[. ]$/.test(name)) return
  throw new ArmError(
    400,
    'InvalidPolicyName',
    `The name of a ${what} has 1 to ${longest} characters, none of them < > * % & : \\ ? + / or #, and does not end in a dot or blank.`,
    { target: 'name' },
  )
}

/** Throws 400 where it stands at what is no subscription, group or resource. */
export function requirePolicyScope(id: string, what: string): void {
  if (id.toLowerCase().startsWith('/subscriptions/')) return
  throw new ArmError(
    400,
    'InvalidPolicyScope',
    `A policy ${what} stands at a subscription, a resource group or a resource. Management groups are not offered.`,
  )
}

/** `{ name: { value } }`, as they are sent and shown. */
export const parameterValuesSchema = z.record(z.string(), z.strictObject({ value: z.json() }))

export function renderParameterValues(values: JsonObject) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]))
}

export function plainValues(written: z.infer<typeof parameterValuesSchema> | null | undefined): JsonObject {
  return Object.fromEntries(Object.entries(written ?? {}).map(([name, { value }]) => [name, value]))
}
