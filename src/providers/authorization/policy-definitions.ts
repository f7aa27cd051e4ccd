import { z } from 'zod'
import { builtInDefinitions } from '../../access/policy/built-in-definitions.ts'
import { type PolicyDefinition, policyDefinitionType } from '../../access/policy/policy-types.ts'
import { readBody } from '../../arm/read-body.ts'
import type { Provider } from '../../arm/registry.ts'
import { type PutInput, resourceType } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import { checkDefinition, modes } from '../../policy/check-definition.ts'
import {
  described,
  describedShape,
  jsonObject,
  notOffered,
  policyApiVersions,
  policyDeadlines,
  readOnly,
  renderDescribed,
  requirePolicyName,
} from './policy-body.ts'
import { refuseUsedDefinition } from './policy-in-use.ts'
import { definitionReads } from './policy-reads.ts'

const propertiesSchema = z.strictObject({
  ...describedShape,
  /** Whatever is written here is somebody's own. */
  policyType: z.string().nullish(),
  mode: z.string().nullish(),
  parameters: jsonObject.nullish(),
  policyRule: jsonObject,
  version: z.string().max(20).nullish(),
  versions: readOnly,
  externalEvaluationEnforcementSettings: notOffered,
})

/** The first api-version that tells versions. */
const versionsSince = '2024-05-01'

export const policyDefinitions: Pick<Provider, 'types' | 'endpoints'> = {
  types: [
    resourceType<PolicyDefinition>({
      type: policyDefinitionType,
      apiVersions: policyApiVersions,
      home: 'subscription',
      isTracked: false,
      omits: ['systemData', 'provisioningState'],
      verbs: ['put', 'delete'],
      updatedStatus: 201,
      deadlinesMs: policyDeadlines,
      refuseChange: refuseUsedDefinition,
      parse,
      render: ({ record, apiVersion }) => ({
        properties: {
          ...renderDescribed(record),
          ...shown(record.desired, apiVersion),
          policyType: 'Custom',
        },
      }),
    }),
  ],
  endpoints: definitionReads({
    type: policyDefinitionType,
    missing: 'PolicyDefinitionNotFound',
    builtIn: builtInDefinitions.map(({ id, name, desired }) => ({
      id,
      name,
      category: 'Machine Learning',
      document: (apiVersion) => ({
        ...{ id, name, type: policyDefinitionType },
        properties: {
          ...{ displayName: desired.displayName, description: desired.description, metadata: desired.metadata },
          ...shown(desired, apiVersion),
          policyType: 'BuiltIn',
        },
      }),
    })),
  }),
}

function parse({ body, name }: PutInput<PolicyDefinition>): PolicyDefinition {
  requirePolicyName(name, 'policy definition', 64)
  const properties = readBody(propertiesSchema, body.properties ?? {}, 'properties')
  const { policyRule, version, parameters } = properties
  if (properties.policyType?.toLowerCase() === 'static')
    throw new ArmError(400, 'InvalidPolicyType', "A definition of the type 'Static' cannot be written.")
  const definition = { mode: modeNamed(properties.mode ?? 'All'), parameters: parameters ?? {}, policyRule }
  checkDefinition(definition)
  return { ...described(properties), ...definition, ...(version ? { version } : {}) }
}

function modeNamed(asked: string): string {
  const mode = modes.find((each) => each.toLowerCase() === asked.toLowerCase())
  if (mode !== undefined) return mode
  throw new ArmError(
    400,
    'InvalidPolicyMode',
    `The mode '${asked.slice(0, 60)}' is not offered: policies here look at resources, not into clusters or vaults. Use ${modes.join(' or ')}.`,
    { target: 'properties.mode' },
  )
}

function shown({ mode, parameters, policyRule, version = '1.0.0' }: PolicyDefinition, apiVersion: string) {
  return {
    ...{ mode, parameters, policyRule },
    ...(apiVersion >= versionsSince ? { version, versions: [version] } : {}),
  }
}
