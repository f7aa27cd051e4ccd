import { z } from 'zod'
import { type RoleAssignment, roleAssignmentClaims, roleAssignmentType } from '../../access/authorize.ts'
import { builtInRole } from '../../access/roles.ts'
import { readBody } from '../../arm/read-body.ts'
import { scopeKeysOf } from '../../arm/resource-id.ts'
import { type ArmDesired, resourceType } from '../../arm/resource-type.ts'
import type { Envelope } from '../../arm/wire.ts'
import { ArmError } from '../../base/errors.ts'
import { roleDefinitionIdAt } from './role-definition-id.ts'

const seconds = 1_000

const propertiesSchema = z.strictObject({
  roleDefinitionId: z.string().min(1),
  principalId: z.guid('must be the object id of a user or service principal'),
  principalType: z.enum(['User', 'ServicePrincipal', 'Group']).nullish(),
  scope: z.string().nullish(),
  description: z.string().max(1024).nullish(),
})

export const roleAssignments = resourceType<ArmDesired & RoleAssignment & { description?: string }>({
  type: roleAssignmentType,
  apiVersions: ['2015-07-01', '2018-01-01-preview', '2020-04-01-preview', '2022-04-01'],
  home: 'scope',
  isTracked: false,
  verbs: ['get', 'list', 'put', 'delete'],
  deadlinesMs: { create: 30 * seconds, update: 30 * seconds, delete: 30 * seconds },

  refersTo: principalIn,
  claimsOf: roleAssignmentClaims,
  claimFault: () => ({
    code: 'RoleAssignmentUpdateNotPermitted',
    message: 'The principal has an assignment of this name at another scope. Give the new one a GUID of its own.',
  }),

  parse({ body, name, previous, people }) {
    if (!z.guid().safeParse(name).success) {
      throw new ArmError(400, 'InvalidRoleAssignmentId', `The role assignment name '${name}' must be a GUID.`)
    }
    const properties = readBody(propertiesSchema, body.properties ?? {}, 'properties')
    const role = builtInRole(properties.roleDefinitionId)
    if (!role) {
      throw new ArmError(
        400,
        'RoleDefinitionDoesNotExist',
        `The role definition '${properties.roleDefinitionId.slice(0, 200)}' does not exist.`,
        { target: 'properties.roleDefinitionId' },
      )
    }
    const principal = people.get(properties.principalId.toLowerCase())
    if (!principal) {
      throw new ArmError(
        400,
        'PrincipalNotFound',
        `There is no user or service principal with object id '${properties.principalId}'.`,
        { target: 'properties.principalId' },
      )
    }
    const isOther =
      previous &&
      (previous.desired.principalId !== principal.objectId || builtInRole(previous.desired.roleDefinitionId) !== role)
    if (isOther)
      throw new ArmError(
        409,
        'RoleAssignmentUpdateNotPermitted',
        'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
      )
    return {
      roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
      principalId: principal.objectId,
      principalType: principal.kind,
      ...(properties.description ? { description: properties.description } : {}),
    }
  },

  /** `atScope()`: there and above. `principalId eq '…'`, `assignedTo('…')`: only theirs. Joined by `and`. */
  readListFilter(filter, parentId) {
    const terms = filter.split(/\s+and\s+/i)
    const principal = terms.map((term) => principalTerm.exec(term)).find(Boolean)
    const isAtScope = terms.some((term) => atScope.test(term))
    if (!terms.every((term) => atScope.test(term) || principalTerm.test(term))) return undefined
    const principalId = (principal?.[1] ?? principal?.[2])?.toLowerCase()
    return {
      ...(isAtScope ? { parentKeys: scopeKeysOf(parentId) } : {}),
      matches: ({ desired }) => principalId === undefined || desired.principalId === principalId,
    }
  },

  render({ record }) {
    const scope = record.id.slice(0, record.id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/'))
    return {
      properties: {
        ...record.desired,
        roleDefinitionId: roleDefinitionIdAt(scope, record.desired.roleDefinitionId),
        scope: scope === '' ? '/' : scope,
        createdOn: new Date(record.createdAt).toISOString(),
        updatedOn: new Date(record.modifiedAt).toISOString(),
        createdBy: record.createdBy.objectId,
        updatedBy: record.modifiedBy.objectId,
      },
    }
  },
})

const atScope = /^atScope\(\)$/i
const principalTerm = /^(?:principalId\s+eq\s+'([\w-]+)'|assignedTo\('([\w-]+)'\))$/i
const principalPath = z.looseObject({ principalId: z.string() })

function principalIn(body: Envelope): string[] {
  const found = principalPath.safeParse(body.properties ?? {})
  return found.success ? [found.data.principalId] : []
}
