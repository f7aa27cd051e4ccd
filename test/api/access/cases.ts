// Every operation there is, with the action it needs, written by hand from the contract (part 4) and the role tables it
// follows: what the registry says is what is tested, never what it is tested against.

import { batchAiCases } from './batchai-cases.ts'
import { datastoreCases } from './datastore-cases.ts'
import { deploymentCases } from './deployment-cases.ts'
import { identityCases } from './directory-cases.ts'
import { insightsCases } from './insights-cases.ts'
import { policyCases } from './policy-cases.ts'
import { storedCases, storedNamespaces } from './stored-cases.ts'
import { workspaceActionCases } from './workspace-cases.ts'

export type Rank = 'nobody' | 'reader' | 'contributor' | 'owner' | 'root'

export interface AccessCase {
  /** Method, and what follows the type in the registry. */
  readonly operation: string
  /** Names in braces are filled in by the test; a `victim` is one's own. */
  readonly path: string
  /** Undefined: whoever is signed in; the answer filters itself. */
  readonly action: string | undefined
  /** Needed beside it, at the parent. */
  readonly besides?: string
  /** Needed at the root too. */
  readonly isAtRoot?: true
  /** At which the action is needed; the path itself unless given. */
  readonly scope?: string
  /** The lowest that may. */
  readonly from: Rank
  readonly ok: number
  readonly body?: unknown
  /** Beside the api-version. */
  readonly query?: string
  /** What those get who may not; 403 unless given. */
  readonly refused?: number
  /** The path as the published description has it; null: it has none. The path above unless given. */
  readonly described?: string | null
}

const ml = 'Microsoft.MachineLearningServices'
const subscription = '/subscriptions/{subscription}'
const groups = `${subscription}/resourceGroups`
const workspaces = `${groups}/{group}/providers/${ml}/workspaces`
const computes = `${workspaces}/{workspace}/computes`
const locations = `${subscription}/providers/${ml}/locations/{location}`
const access = `${subscription}/providers/Microsoft.Authorization`
const groupType = 'Microsoft.Resources/subscriptions/resourceGroups'
const workspaceType = `${ml}/workspaces`
const computeType = `${ml}/workspaces/computes`
const assignmentType = 'Microsoft.Authorization/roleAssignments'
const definitionType = 'Microsoft.Authorization/roleDefinitions'
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

const here = { location: 'eastus', properties: {} }
const tags = { tags: {} }
const properties = { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_A1_V2' } }
const compute = { location: 'eastus', properties }
const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${reader}`
const grant = { properties: { roleDefinitionId, principalId: '{grantee}' } }

const groupCases = [
  ...reads(groupType, { list: groups, listScope: subscription, item: `${groups}/{group}`, isHeadDescribed: true }),
  write('PUT', groupType, `${groups}/{group}`, { body: here }),
  write('PATCH', groupType, `${groups}/{group}`, { body: tags }),
  remove(groupType, `${groups}/{victim}`),
]

const workspaceCases = [
  ...reads(workspaceType, { list: workspaces, listScope: `${groups}/{group}`, item: `${workspaces}/{workspace}` }),
  write('PUT', workspaceType, `${workspaces}/{workspace}`, { body: here }),
  write('PATCH', workspaceType, `${workspaces}/{workspace}`, { body: tags }),
  remove(workspaceType, `${workspaces}/{victim}`),
  ...workspaceActionCases,
  {
    operation: `POST collection ${workspaceType}/checkComputeNameAvailability`,
    path: `${workspaces}/{workspace}/checkComputeNameAvailability`,
    action: `${workspaceType}/checkComputeNameAvailability/action`,
    scope: `${workspaces}/{workspace}`,
    from: 'contributor',
    ok: 200,
    body: { name: 'free-name' },
    described: null,
  } satisfies AccessCase,
]

const computeCases = [
  ...reads(computeType, { list: computes, listScope: `${workspaces}/{workspace}`, item: `${computes}/{compute}` }),
  // CI-111.
  write('PUT', computeType, `${computes}/{newCompute}`, {
    body: compute,
    ok: 201,
    besides: `${workspaceType}/checkComputeNameAvailability/action`,
  }),
  write('PATCH', computeType, `${computes}/{compute}`, { body: tags }),
  remove(computeType, `${computes}/{victim}`),
  ...['start', 'stop', 'restart'].map(
    (verb): AccessCase => ({
      operation: `POST ${verb} ${computeType}`,
      path: `${computes}/{compute}/${verb}`,
      action: `${computeType}/${verb}/action`,
      scope: `${computes}/{compute}`,
      from: 'contributor',
      ok: 202,
    }),
  ),
  {
    operation: `POST enableSso ${computeType}`,
    path: `${computes}/{compute}/enableSso`,
    action: `${computeType}/enableSso/action`,
    scope: `${computes}/{compute}`,
    from: 'contributor',
    ok: 200,
    body: { enableSSO: true },
    described: null,
  } satisfies AccessCase,
  {
    operation: `POST updateSchedules ${computeType}`,
    path: `${computes}/{compute}/updateSchedules`,
    action: `${computeType}/updateSchedules/action`,
    scope: `${computes}/{compute}`,
    from: 'contributor',
    ok: 200,
    body: { computeStartStop: [] },
  } satisfies AccessCase,
  {
    operation: `POST customServices ${computeType}`,
    path: `${computes}/{compute}/customServices`,
    action: `${computeType}/customServices/action`,
    scope: `${computes}/{compute}`,
    from: 'contributor',
    ok: 200,
    body: [],
  } satisfies AccessCase,
  // It has no scripts: those who may are told so.
  {
    operation: `POST retrySetup ${computeType}`,
    path: `${computes}/{compute}/retrySetup`,
    action: `${computeType}/retrySetup/action`,
    scope: `${computes}/{compute}`,
    from: 'contributor',
    ok: 409,
    described: null,
  } satisfies AccessCase,
  // Of clusters alone: those who may are told so.
  {
    operation: `POST listNodes ${computeType}`,
    path: `${computes}/{compute}/listNodes`,
    action: `${computeType}/listNodes/action`,
    scope: `${computes}/{compute}`,
    from: 'contributor',
    ok: 400,
  } satisfies AccessCase,
  ...(['nodes', 'history'] as const).map(
    (name) =>
      ({
        operation: `GET ${name} ${computeType}`,
        path: `${computes}/{compute}/${name}`,
        action: `${computeType}/read`,
        scope: `${computes}/{compute}`,
        from: 'reader',
        ok: 400,
        described: null,
      }) satisfies AccessCase,
  ),
  // Not for readers: a log may hold what a script was given.
  {
    operation: `POST setupScriptLog ${computeType}`,
    path: `${computes}/{compute}/setupScriptLog`,
    action: `${computeType}/setupScriptLog/action`,
    scope: `${computes}/{compute}`,
    from: 'contributor',
    ok: 404,
    described: null,
  } satisfies AccessCase,
  // Who may change the schedules may pass over one firing. There is no schedule: those who may are told so.
  {
    operation: `POST skipNextFiring ${computeType}`,
    path: `${computes}/{compute}/skipNextFiring`,
    action: `${computeType}/updateSchedules/action`,
    scope: `${computes}/{compute}`,
    from: 'contributor',
    ok: 400,
    body: { scheduleId: 'none' },
    described: null,
  } satisfies AccessCase,
  {
    operation: `GET nextFirings ${computeType}`,
    path: `${computes}/{compute}/nextFirings`,
    action: `${computeType}/read`,
    scope: `${computes}/{compute}`,
    from: 'reader',
    ok: 200,
    described: null,
  } satisfies AccessCase,
]

const locationCases = [
  ...['vmSizes', 'usages', 'quotas'].map((name) =>
    endpoint(`GET collection ${ml}/locations/${name}`, `${locations}/${name}`, { scope: locations }),
  ),
  endpoint(`POST collection ${ml}/locations/updateQuotas`, `${locations}/updateQuotas`, {
    scope: locations,
    action: `${ml}/locations/updateQuotas/action`,
    from: 'contributor',
    body: { value: [{ id: `${locations}/quotas/total`, limit: 100, unit: 'Count' }] },
  }),
]

const tenants = 'Microsoft.Resources/tenants'
const subscriptions = 'Microsoft.Resources/subscriptions'
const anybody = { action: undefined, from: 'nobody' } as const

const directoryCases = [
  endpoint(`GET collection ${tenants}`, '/tenants', anybody),
  endpoint(
    'GET collection Microsoft.MachineLearningServices/operations',
    '/providers/Microsoft.MachineLearningServices/operations',
    anybody,
  ),
  endpoint(`GET collection ${subscriptions}`, '/subscriptions', anybody),
  endpoint(`GET resource ${subscriptions}`, subscription, { action: undefined, refused: 404 }),
  endpoint(`GET collection ${subscriptions}/locations`, `${subscription}/locations`, { scope: subscription }),
  endpoint(`GET collection ${subscriptions}/providers`, `${subscription}/providers`, { scope: subscription }),
  endpoint(`GET resource ${subscriptions}/providers`, `${subscription}/providers/${ml}`, {
    described: `${subscription}/providers/{namespace}`,
  }),
  endpoint(`GET collection ${subscriptions}/resources`, `${subscription}/resources`, { scope: subscription }),
  endpoint(`GET collection ${subscriptions}/tagNames`, `${subscription}/tagNames`, { scope: subscription }),
  endpoint(`GET collection ${groupType}/resources`, `${groups}/{group}/resources`, { scope: `${groups}/{group}` }),
  ...[
    'Microsoft.Resources',
    'Microsoft.Authorization',
    'Microsoft.Insights',
    'Microsoft.PolicyInsights',
    'Microsoft.CostManagement',
    'Microsoft.BatchAI',
    ml,
    'Carrel.Identity',
    'Carrel.Files',
    ...storedNamespaces,
  ].map((namespace) =>
    endpoint(`POST collection ${namespace}/register`, `${subscription}/providers/${namespace}/register`, {
      action: `${namespace}/register/action`,
      scope: subscription,
      from: 'contributor',
      described: `${subscription}/providers/{namespace}/register`,
    }),
  ),
]

const permissionsType = 'Microsoft.Authorization/permissions'
const role = { permissions: [{ actions: ['*/read'] }], assignableScopes: [subscription] }
const anyAssignment = `/{scope}/providers/${assignmentType}/{name}`
const anyDefinition = `/{scope}/providers/${definitionType}`

const roleCases = [
  ...reads(assignmentType, {
    list: `${access}/roleAssignments`,
    listScope: subscription,
    item: `${access}/roleAssignments/{assignment}`,
    described: anyAssignment,
  }),
  write('PUT', assignmentType, `${access}/roleAssignments/{newAssignment}`, {
    body: grant,
    from: 'owner',
    ok: 201,
    described: anyAssignment,
  }),
  {
    ...remove(assignmentType, `${access}/roleAssignments/{victimAssignment}`),
    from: 'owner',
    ok: 200,
    described: anyAssignment,
  } satisfies AccessCase,
  endpoint(`GET collection ${definitionType}`, `${access}/roleDefinitions`, {
    scope: subscription,
    described: anyDefinition,
  }),
  endpoint(`GET resource ${definitionType}`, `${access}/roleDefinitions/${reader}`, {
    described: `${anyDefinition}/{name}`,
  }),
  endpoint(`PUT resource ${definitionType}`, `${access}/roleDefinitions/{newRole}`, {
    action: `${definitionType}/write`,
    from: 'owner',
    ok: 201,
    body: { properties: { ...role, roleName: 'Role {newRole}' } },
    described: `${anyDefinition}/{name}`,
  }),
  endpoint(`DELETE resource ${definitionType}`, `${access}/roleDefinitions/{victimRole}`, {
    action: `${definitionType}/delete`,
    from: 'owner',
    described: `${anyDefinition}/{name}`,
  }),
  // One's own rights, which are everybody's to know.
  endpoint('GET collection Microsoft.Authorization/permissions', `${groups}/{group}/providers/${permissionsType}`, {
    action: undefined,
    from: 'nobody',
  }),
]

const lockType = 'Microsoft.Authorization/locks'
const locks = `${computes}/{compute}/providers/${lockType}`

/** The published descriptions at hand have no locks. */
const lockCases = [
  ...reads(lockType, { list: locks, listScope: `${computes}/{compute}`, item: `${locks}/{lock}` }),
  write('PUT', lockType, `${locks}/{newLock}`, {
    body: { properties: { level: 'CanNotDelete' } },
    from: 'owner',
    ok: 201,
  }),
  { ...remove(lockType, `${locks}/{victimLock}`), from: 'owner', ok: 200 } satisfies AccessCase,
].map((one): AccessCase => ({ ...one, described: null }))

const tagsType = 'Microsoft.Resources/tags'
const tagsAt = `${groups}/{group}/providers/${tagsType}/default`
const someTags = { properties: { tags: { a: 'b' } } }

const tagCases = [
  endpoint(`GET resource ${tagsType}`, tagsAt, {}),
  endpoint(`PUT resource ${tagsType}`, tagsAt, { action: `${tagsType}/write`, from: 'contributor', body: someTags }),
  endpoint(`PATCH resource ${tagsType}`, tagsAt, {
    action: `${tagsType}/write`,
    from: 'contributor',
    body: { operation: 'Merge', ...someTags },
  }),
  endpoint(`DELETE resource ${tagsType}`, tagsAt, { action: `${tagsType}/delete`, from: 'contributor' }),
].map((one): AccessCase => ({ ...one, described: `/{scope}/providers/${tagsType}/default` }))

interface Reads {
  readonly list: string
  readonly listScope: string
  readonly item: string
  /** Of the item; the list's is one shorter. */
  readonly described?: string
  readonly isHeadDescribed?: boolean
}

function reads(type: string, { list, listScope, item, described, isHeadDescribed }: Reads): AccessCase[] {
  const read = { action: `${type}/read`, from: 'reader', ok: 200 } as const
  const asList = described === undefined ? {} : { described: described.slice(0, described.lastIndexOf('/')) }
  const asItem = described === undefined ? {} : { described }
  return [
    { ...read, operation: `LIST ${type}`, path: list, scope: listScope, ...asList },
    { ...read, operation: `GET ${type}`, path: item, ...asItem },
    { ...read, operation: `HEAD ${type}`, path: item, ok: 204, ...(isHeadDescribed ? {} : { described: null }) },
    { ...read, operation: `GET events ${type}`, path: `${item}/events`, scope: item, described: null },
  ]
}

function write(method: 'PUT' | 'PATCH', type: string, path: string, more: Partial<AccessCase>): AccessCase {
  return { operation: `${method} ${type}`, path, action: `${type}/write`, from: 'contributor', ok: 200, ...more }
}

function remove(type: string, path: string): AccessCase {
  return { operation: `DELETE ${type}`, path, action: `${type}/delete`, from: 'contributor', ok: 202 }
}

function endpoint(operation: string, path: string, more: Partial<AccessCase>): AccessCase {
  return { operation, path, action: `${operation.split(' ')[2]}/read`, from: 'reader', ok: 200, ...more }
}

export const accessCases: readonly AccessCase[] = [
  ...groupCases,
  ...workspaceCases,
  ...computeCases,
  ...locationCases,
  ...directoryCases,
  ...identityCases,
  ...roleCases,
  ...lockCases,
  ...insightsCases,
  ...tagCases,
  ...batchAiCases,
  ...storedCases,
  ...datastoreCases,
  ...deploymentCases,
  ...policyCases,
]

/** Contract, part 4. */
export const promisedActions: readonly string[] = [
  `${ml}/workspaces/computes/read`,
  `${ml}/workspaces/computes/write`,
  `${ml}/workspaces/computes/delete`,
  `${ml}/workspaces/computes/start/action`,
  `${ml}/workspaces/computes/stop/action`,
  `${ml}/workspaces/computes/restart/action`,
  `${ml}/workspaces/computes/applicationaccess/action`,
  `${ml}/workspaces/computes/updateSchedules/action`,
  `${ml}/workspaces/checkComputeNameAvailability/action`,
]

/** Promised, and no operation of this API: apps are opened through the gateway. */
export const acceptedGaps: readonly string[] = [`${ml}/workspaces/computes/applicationaccess/action`]
