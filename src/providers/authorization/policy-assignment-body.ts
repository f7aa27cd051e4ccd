import { z } from 'zod'
import type { PolicyAssignment, ResourceSelector } from '../../access/policy/policy-types.ts'
import { policyAssignmentType } from '../../access/policy/policy-types.ts'
import { requireLocation } from '../../arm/locations.ts'
import { readBody } from '../../arm/read-body.ts'
import type { PutInput } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import {
  described,
  describedShape,
  notOffered,
  parameterValuesSchema,
  plainValues,
  readOnly,
  requirePolicyName,
  requirePolicyScope,
} from './policy-body.ts'

const mostMessages = 100

export const selectorsSchema = z
  .array(
    z.strictObject({
      name: z.string().max(128).nullish(),
      selectors: z
        .array(
          z.strictObject({
            kind: z.string(),
            in: z.array(z.string()).max(50).nullish(),
            notIn: z.array(z.string()).max(50).nullish(),
          }),
        )
        .max(10)
        .nullish(),
    }),
  )
  .max(10)

const propertiesSchema = z.strictObject({
  ...describedShape,
  policyDefinitionId: z.string('is required').min(1),
  scope: readOnly,
  notScopes: z.array(z.string().startsWith('/subscriptions/', 'must be scopes of a subscription')).max(400).nullish(),
  parameters: parameterValuesSchema.nullish(),
  enforcementMode: z.string().nullish(),
  nonComplianceMessages: z
    .array(z.strictObject({ message: z.string().min(1).max(1024), policyDefinitionReferenceId: z.string().nullish() }))
    .max(mostMessages)
    .nullish(),
  resourceSelectors: selectorsSchema.nullish(),
  overrides: z
    .array(z.strictObject({ kind: z.string(), value: z.string(), selectors: selectorsSchema.element.shape.selectors }))
    .max(10)
    .nullish(),
  definitionVersion: notOffered,
  effectiveDefinitionVersion: readOnly,
  latestDefinitionVersion: readOnly,
  instanceId: readOnly,
  assignmentType: z.literal(['Custom', 'NotSpecified'], 'must be Custom').nullish(),
  selfServeExemptionSettings: notOffered,
  sku: readOnly,
})

const identitySchema = z.looseObject({ type: z.string() })

const skuSchema = z.strictObject({ name: z.literal(['A0', 'A1']), tier: z.string().nullish() })

/** What it names is looked up later (`require-assignable.ts`). Throws 400. */
export function parseAssignment({ id, name, body }: PutInput<PolicyAssignment>): PolicyAssignment {
  requirePolicyScope(id, 'assignment')
  requirePolicyName(name, 'policy assignment', 128)
  const properties = readBody(propertiesSchema, body.properties ?? {}, 'properties')
  const identity = identityIn(body.identity)
  const location = body.location ? requireLocation(body.location, policyAssignmentType) : undefined
  if (identity !== undefined && location === undefined)
    throw new ArmError(400, 'LocationRequired', 'An assignment with an identity needs a location.', {
      target: 'location',
    })
  return {
    ...described(properties),
    policyDefinitionId: properties.policyDefinitionId,
    parameters: plainValues(properties.parameters),
    notScopes: properties.notScopes ?? [],
    isEnforced: isEnforced(properties.enforcementMode ?? 'Default'),
    messages: (properties.nonComplianceMessages ?? []).map(({ message, policyDefinitionReferenceId }) => ({
      message,
      ...(policyDefinitionReferenceId ? { policyDefinitionReferenceId } : {}),
    })),
    selectors: plainSelectors(properties.resourceSelectors ?? [], resourceKinds),
    overrides: (properties.overrides ?? []).map(({ kind, value, selectors }) => {
      if (kind.toLowerCase() !== 'policyeffect') throw unknownKind(kind, ['policyEffect'])
      const [plain] = plainSelectors([{ selectors }], ['policyDefinitionReferenceId'])
      return { value, selectors: plain?.selectors ?? [] }
    }),
    ...(identity === undefined ? {} : { identity }),
    ...skuIn(body.sku),
    ...(location === undefined ? {} : { location }),
  }
}

function skuIn(sent: unknown): Pick<PolicyAssignment, 'sku'> {
  if (sent === null || sent === undefined) return {}
  const { name, tier } = readBody(skuSchema, sent, 'sku')
  return { sku: { name, tier: tier ?? (name === 'A0' ? 'Free' : 'Standard') } }
}

function isEnforced(mode: string): boolean {
  const lower = mode.toLowerCase()
  if (lower === 'default' || lower === 'donotenforce') return lower === 'default'
  throw new ArmError(
    400,
    'InvalidEnforcementMode',
    `The enforcement mode '${mode.slice(0, 60)}' is not offered. Use Default or DoNotEnforce.`,
    { target: 'properties.enforcementMode' },
  )
}

/** Nothing here acts as an assignment's identity; the wish is kept and shown. */
function identityIn(sent: unknown): string | undefined {
  if (sent === null || sent === undefined) return undefined
  const { type } = readBody(identitySchema, sent, 'identity')
  if (type.toLowerCase() === 'none') return undefined
  if (type.toLowerCase() === 'systemassigned') return 'SystemAssigned'
  throw new ArmError(
    400,
    'InvalidIdentity',
    `An assignment's identity is 'SystemAssigned' or 'None' here, not '${type.slice(0, 60)}'.`,
    { target: 'identity.type' },
  )
}

const resourceKinds = ['resourceLocation', 'resourceType', 'resourceWithoutLocation']

type SentSelectors = z.infer<typeof selectorsSchema>

export function plainSelectors(
  sent: readonly (Omit<SentSelectors[number], 'name'> & { name?: string | null | undefined })[],
  kinds: readonly string[] = resourceKinds,
): ResourceSelector[] {
  return sent.map(({ name, selectors }) => ({
    ...(name ? { name } : {}),
    selectors: (selectors ?? []).map((selector) => {
      const kind = kinds.find((each) => each.toLowerCase() === selector.kind.toLowerCase())
      if (kind === undefined) throw unknownKind(selector.kind, kinds)
      return {
        kind,
        ...(selector.in ? { in: selector.in } : {}),
        ...(selector.notIn ? { notIn: selector.notIn } : {}),
      }
    }),
  }))
}

function unknownKind(kind: string, known: readonly string[]): ArmError {
  const message = `The kind '${kind.slice(0, 60)}' is not offered. There is ${known.join(', ')}.`
  return new ArmError(400, 'InvalidSelectorKind', message)
}
