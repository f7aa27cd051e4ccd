// Sets of definitions, which `az` and the portal call initiatives.

import { z } from 'zod'
import { builtInDefinition } from '../../access/policy/built-in-definitions.ts'
import {
  type PolicyDefinition,
  type PolicySetDefinition,
  policyDefinitionType,
  policySetDefinitionType,
  type SetMember,
} from '../../access/policy/policy-types.ts'
import { readBody } from '../../arm/read-body.ts'
import type { Provider } from '../../arm/registry.ts'
import { keyOf } from '../../arm/resource-id.ts'
import { type PutInput, resourceType } from '../../arm/resource-type.ts'
import { ArmError, type ErrorDetail } from '../../base/errors.ts'
import { callsIn } from '../../policy/expression-calls.ts'
import { checkParameters, givenParameters } from '../../policy/parameters.ts'
import { policyScope } from '../../policy/policy-scope.ts'
import { RuleFaults } from '../../policy/rule-faults.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { type JsonObject, keyLike } from '../../template/json-values.ts'
import {
  described,
  describedShape,
  jsonObject,
  notOffered,
  parameterValuesSchema,
  plainValues,
  policyApiVersions,
  policyDeadlines,
  readOnly,
  renderDescribed,
  renderParameterValues,
  requirePolicyName,
} from './policy-body.ts'
import { refuseUsedDefinition } from './policy-in-use.ts'
import { definitionReads } from './policy-reads.ts'

const mostMembers = 100

const groupSchema = z.strictObject({
  name: z.string().min(1).max(128),
  displayName: z.string().max(128).nullish(),
  category: z.string().nullish(),
  description: z.string().nullish(),
  additionalMetadataId: z.string().nullish(),
})

const memberSchema = z.strictObject({
  policyDefinitionId: z.string().min(1),
  policyDefinitionReferenceId: z.string().max(128).nullish(),
  parameters: parameterValuesSchema.nullish(),
  groupNames: z.array(z.string()).nullish(),
  definitionVersion: notOffered,
  effectiveDefinitionVersion: readOnly,
  latestDefinitionVersion: readOnly,
})

const propertiesSchema = z.strictObject({
  ...describedShape,
  policyType: z.string().nullish(),
  parameters: jsonObject.nullish(),
  policyDefinitions: z.array(memberSchema).min(1).max(mostMembers),
  policyDefinitionGroups: z.array(groupSchema).max(100).nullish(),
  version: z.string().max(20).nullish(),
  versions: readOnly,
})

const versionsSince = '2024-05-01'

export function policySetDefinitions(store: Store): Pick<Provider, 'types' | 'endpoints'> {
  return {
    types: [
      resourceType<PolicySetDefinition>({
        type: policySetDefinitionType,
        apiVersions: policyApiVersions,
        home: 'subscription',
        isTracked: false,
        omits: ['systemData', 'provisioningState'],
        verbs: ['put', 'delete'],
        deadlinesMs: policyDeadlines,
        refuseChange: refuseUsedDefinition,
        parse,
        complete: async (desired) => {
          await requireMembers(store, desired)
          return desired
        },
        render: ({ record, apiVersion }) => render(record, apiVersion),
      }),
    ],
    endpoints: definitionReads({
      type: policySetDefinitionType,
      missing: 'PolicySetDefinitionNotFound',
      builtIn: [],
    }),
  }
}

function parse({ body, name }: PutInput<PolicySetDefinition>): PolicySetDefinition {
  requirePolicyName(name, 'policy set definition', 64)
  const properties = readBody(propertiesSchema, body.properties ?? {}, 'properties')
  const faults = new RuleFaults()
  checkParameters(properties.parameters ?? {}, faults)
  const groups = properties.policyDefinitionGroups ?? []
  const members = properties.policyDefinitions.map((member, at): SetMember => {
    const unknown = member.groupNames?.find((each) => !groups.some((group) => group.name === each))
    if (unknown !== undefined)
      faults.add(`policyDefinitions[${at}].groupNames`, `There is no group '${unknown.slice(0, 80)}'.`)
    return {
      policyDefinitionId: member.policyDefinitionId,
      referenceId: member.policyDefinitionReferenceId ?? `${nameIn(member.policyDefinitionId)}_${at + 1}`,
      parameters: plainValues(member.parameters),
      groupNames: member.groupNames ?? [],
    }
  })
  for (const [at, member] of members.entries())
    checkHandedOn(
      member.parameters,
      { path: `policyDefinitions[${at}].parameters`, known: properties.parameters ?? {} },
      faults,
    )
  refuseDouble(members, faults)
  faults.throwIfAny()
  return {
    ...described(properties),
    parameters: properties.parameters ?? {},
    members,
    groups: groups.map((group) =>
      Object.fromEntries(Object.entries(group).filter(([, value]) => value !== null && value !== undefined)),
    ),
    ...(properties.version ? { version: properties.version } : {}),
  }
}

/** What is handed on is made of the set's own parameters. */
function checkHandedOn(handedOn: JsonObject, set: { path: string; known: JsonObject }, faults: RuleFaults): void {
  const functions = policyScope({}, undefined).functions
  for (const { path, name, firstArgument, fault } of callsIn(handedOn, set.path)) {
    const isParameter = name.toLowerCase() === 'parameters'
    if (fault !== undefined) faults.add(path, fault)
    else if (!functions.has(name.toLowerCase())) faults.add(path, `There is no function '${name.slice(0, 60)}' here.`)
    else if (isParameter && firstArgument !== undefined && keyLike(set.known, firstArgument) === undefined)
      faults.add(path, `The set has no parameter '${firstArgument.slice(0, 80)}'.`)
  }
}

function nameIn(id: string): string {
  return id.split('/').at(-1) ?? ''
}

function refuseDouble(members: readonly SetMember[], faults: RuleFaults): void {
  const seen = new Set<string>()
  for (const [at, { referenceId }] of members.entries()) {
    if (seen.has(referenceId.toLowerCase()))
      faults.add(`policyDefinitions[${at}].policyDefinitionReferenceId`, `'${referenceId}' is there twice.`)
    seen.add(referenceId.toLowerCase())
  }
}

/** Throws 400 naming what is missing, or not given what it needs. */
async function requireMembers(store: Store, { members }: PolicySetDefinition): Promise<void> {
  const rows = await store.getAll([...new Set(members.map(({ policyDefinitionId }) => keyOf(policyDefinitionId)))])
  const found = new Map(rows.filter(({ type }) => type === policyDefinitionType).map((row) => [row.key, row]))
  const faults = members.flatMap(({ policyDefinitionId, parameters }, at): ErrorDetail[] => {
    const target = `properties.policyDefinitions[${at}]`
    const row = found.get(keyOf(policyDefinitionId)) as ResourceRecord<PolicyDefinition> | undefined
    const definition = row?.desired ?? builtInDefinition(policyDefinitionId)?.desired
    if (definition === undefined) {
      const message = `The policy definition '${policyDefinitionId.slice(0, 300)}' could not be found.`
      return [{ code: 'PolicyDefinitionNotFound', message, target }]
    }
    return givenParameters(definition.parameters, parameters).faults.map((message) => {
      return { code: 'InvalidPolicyParameters', message: `${policyDefinitionId}: ${message}`, target }
    })
  })
  const [first] = faults
  if (first) throw new ArmError(400, first.code, first.message, { target: first.target ?? '', details: faults })
}

function render(record: ResourceRecord<PolicySetDefinition>, apiVersion: string) {
  const { parameters, members, groups, version = '1.0.0' } = record.desired
  return {
    properties: {
      ...renderDescribed(record),
      policyType: 'Custom',
      parameters,
      policyDefinitions: members.map((member) => ({
        policyDefinitionReferenceId: member.referenceId,
        policyDefinitionId: member.policyDefinitionId,
        parameters: renderParameterValues(member.parameters),
        ...(member.groupNames.length === 0 ? {} : { groupNames: member.groupNames }),
      })),
      ...(groups.length === 0 ? {} : { policyDefinitionGroups: groups }),
      ...(apiVersion >= versionsSince ? { version, versions: [version] } : {}),
    },
  }
}
