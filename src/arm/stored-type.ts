// Types that are kept, checked and shown, and have no effect by themselves: what templates and clients carry along. Known
// properties are put into their published form; others are kept as they came, which loses nothing, since none does
// anything. What is shown beside them is derived from the row.

import type { z } from 'zod'
import { ArmError, type ErrorDetail } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { Claim } from '../store/store.ts'
import { requireLocation } from './locations.ts'
import { type ManagedIdentity, readIdentity, shownIdentity } from './managed-identity.ts'
import { mergePatch, withoutNulls } from './merge-patch.ts'
import { readBody } from './read-body.ts'
import type { Action, ArmDesired, PutInput, ResourceType, View } from './resource-type.ts'
import type { Envelope } from './wire.ts'

export type Members = Readonly<Record<string, unknown>>

export interface Stored extends ArmDesired {
  readonly location: string
  readonly sku?: Members
  readonly kind?: string
  readonly identity?: ManagedIdentity
  readonly zones?: readonly string[]
  readonly properties: Members
  /** What its actions keep; no PUT changes it. */
  readonly state?: Members
}

export type StoredRecord = ResourceRecord<Stored>

/** What a type of this kind says of itself; the rest is common. */
export interface StoredDeclaration
  extends Pick<ResourceType, 'type' | 'apiVersions' | 'createdStatus' | 'topLevel' | 'omits'> {
  readonly tenantId: string
  readonly name: { readonly pattern: RegExp; readonly code: string; readonly words: string }
  /** Loose, so that unknown members are kept. */
  readonly properties: z.ZodType<Members>
  readonly sku?: z.ZodType<Members>
  readonly kind?: z.ZodType<string>
  /** Properties that are made here: clients send back what they read. */
  readonly readOnly: readonly string[]
  /** Shown after what was sent. */
  shown(record: StoredRecord, apiVersion: string): Members
  /** Beside `properties`: an etag. */
  shownOutside?(record: StoredRecord): Members
  /** What a PUT that does not speak of it keeps. Pure. */
  kept?(next: Stored, previous: Stored | undefined): Stored
  admit?(next: Stored, previous: Stored | undefined): readonly ErrorDetail[]
  claimsOf?(name: string): readonly Claim[]
  claimFault?(claim: Claim): ErrorDetail
  readonly actions?: Readonly<Record<string, Action<Stored, unknown>>>
  readonly refuseChange?: NonNullable<ResourceType<Stored>['refuseChange']>
}

const seconds = 1_000

export function storedType(declaration: StoredDeclaration): ResourceType<Stored> {
  const { type, apiVersions, createdStatus, topLevel, omits = [], actions, claimsOf, refuseChange } = declaration
  const claimFault = declaration.claimFault?.bind(declaration)
  return {
    type,
    apiVersions,
    home: 'group',
    isTracked: true,
    verbs: ['get', 'list', 'put', 'patch', 'delete'],
    deadlinesMs: { create: 30 * seconds, update: 30 * seconds, delete: 30 * seconds },
    omits: ['systemData', ...omits],
    ...(createdStatus === undefined ? {} : { createdStatus }),
    ...(topLevel === undefined ? {} : { topLevel }),
    ...(actions === undefined ? {} : { actions }),
    ...(claimsOf === undefined ? {} : { claimsOf: (_: Stored, name: string) => claimsOf(name) }),
    ...(claimFault === undefined ? {} : { claimFault }),
    ...(refuseChange === undefined ? {} : { refuseChange }),
    parse: (input) => parseStored(declaration, input),
    admit: (next, { previous }) => [
      ...moved(declaration, next, previous?.desired),
      ...(declaration.admit?.(next, previous?.desired) ?? []),
    ],
    patched: (record, body) => patchedBody(record.desired, body),
    render: (view) => renderStored(declaration, view),
  }
}

function parseStored(declaration: StoredDeclaration, input: PutInput<Stored>): Stored {
  const { type, name: rule, readOnly } = declaration
  const { body, name, previous } = input
  if (!rule.pattern.test(name)) {
    throw new ArmError(400, rule.code, `The name '${name}' is not valid: ${rule.words}.`, { target: 'name' })
  }
  const before = previous?.desired
  const sent = Object.entries(withoutNulls(body.properties ?? {}) as Members)
  const own = Object.fromEntries(sent.filter(([member]) => !readOnly.includes(member)))
  const sku = declaration.sku && readBody(declaration.sku, body.sku ?? before?.sku ?? {}, 'sku')
  const kind = declaration.kind && readBody(declaration.kind, body.kind ?? before?.kind, 'kind')
  const identity = readIdentity(body.identity)
  const next: Stored = {
    location: requireLocation(body.location ?? before?.location, type),
    tags: body.tags ?? {},
    ...(sku === undefined ? {} : { sku }),
    ...(kind === undefined ? {} : { kind }),
    ...(identity === undefined ? {} : { identity }),
    ...(body.zones ? { zones: body.zones } : {}),
    properties: readBody(declaration.properties, own, 'properties'),
    ...(before?.state === undefined ? {} : { state: before.state }),
  }
  return declaration.kept?.(next, before) ?? next
}

function moved({ type }: StoredDeclaration, next: Stored, before: Stored | undefined): ErrorDetail[] {
  if (!before || before.location === next.location) return []
  const message = `A resource of type '${type}' cannot be moved: it is in '${before.location}', '${next.location}' was asked.`
  return [{ code: 'InvalidResourceLocation', target: 'location', message }]
}

/** Tags are replaced as a whole; anything else is merged. */
function patchedBody(desired: Stored, patch: Envelope): Envelope {
  const { location, tags, sku, kind, identity, zones, properties } = desired
  const sent = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null && value !== undefined))
  const before = {
    location,
    sku,
    kind,
    zones,
    properties,
    ...(identity ? { identity: shownIdentity(identity, '') } : {}),
  }
  return { ...mergePatch(before, { ...sent, tags: undefined }), tags: patch.tags ?? tags ?? {} }
}

function renderStored(declaration: StoredDeclaration, { record, apiVersion }: View<Stored, unknown>) {
  const { sku, kind, identity, zones, properties } = record.desired
  return {
    ...(sku === undefined ? {} : { sku }),
    ...(kind === undefined ? {} : { kind }),
    ...(identity === undefined ? {} : { identity: shownIdentity(identity, declaration.tenantId) }),
    ...(zones === undefined ? {} : { zones }),
    ...declaration.shownOutside?.(record),
    properties: { ...properties, ...declaration.shown(record, apiVersion) },
  }
}
