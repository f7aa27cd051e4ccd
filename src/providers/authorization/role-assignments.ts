import { z } from 'zod'
import { type RoleAssignment, roleAssignmentClaims, roleAssignmentType } from '../../access/authorize.ts'
import { builtInRole, roleDefinitionType, roleIdOf } from '../../access/roles.ts'
import { keyOf } from '../../arm/resource-id.ts'
import { type ArmDesired, type PutInput, type ResourceType, resourceType } from '../../arm/resource-type.ts'
import type { Envelope } from '../../arm/wire.ts'
import { ArmError, type ErrorDetail } from '../../base/errors.ts'
import type { Claim } from '../../store/store.ts'
import { readAssignment } from './assignment-body.ts'
import { assignmentFilter } from './assignment-filter.ts'
import { refuseAssignment } from './refuse-assignment.ts'
import { roleDefinitionIdAt } from './role-definition-id.ts'
import type { RoleSettings } from './role-settings.ts'

const seconds = 1_000

type Assignment = ArmDesired & RoleAssignment & { description?: string }

export function roleAssignments(settings: RoleSettings): ResourceType<Assignment> {
  return resourceType<Assignment>({
    type: roleAssignmentType,
    apiVersions: ['2015-07-01', '2018-01-01-preview', '2020-04-01-preview', '2022-04-01'],
    home: 'scope',
    isTracked: false,
    omits: ['systemData', 'provisioningState'],
    verbs: ['get', 'list', 'put', 'delete'],
    deadlinesMs: { create: 30 * seconds, update: 30 * seconds, delete: 30 * seconds },

    refuseChange: (change) => refuseAssignment(change, settings),
    refersTo: principalIn,
    claimsOf: roleAssignmentClaims,
    claimFault,
    parse,

    readListFilter: (filter, parentId) => assignmentFilter(filter, parentId, settings.groupsOf),

    render({ record }) {
      const scope = record.id.slice(0, record.id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/'))
      const { scopeKey: _, ...desired } = record.desired
      return {
        properties: {
          ...desired,
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
}

/** That the role exists and is the caller's to give was seen to before (`refuseChange`). */
function parse({ id, body, name, previous, people }: PutInput<Assignment>): Assignment {
  if (!z.guid().safeParse(name).success) {
    throw new ArmError(400, 'InvalidRoleAssignmentId', `The role assignment name '${name}' must be a GUID.`)
  }
  const { roleDefinitionId, principalId, principalType, description } = readAssignment(body)
  const role = builtInRole(roleDefinitionId)?.id ?? roleIdOf(roleDefinitionId)
  const principal = people.get(principalId.toLowerCase())
  if (!principal) {
    const message = `There is no user, service principal or group with object id '${principalId}'.`
    throw new ArmError(400, 'PrincipalNotFound', message, { target: 'properties.principalId' })
  }
  if (principalType && principalType !== principal.kind) {
    const message = `The principal '${principalId}' is a ${principal.kind}, not a ${principalType}.`
    throw new ArmError(400, 'UnmatchedPrincipalType', message, { target: 'properties.principalType' })
  }
  const isOther =
    previous &&
    (previous.desired.principalId !== principal.objectId || roleIdOf(previous.desired.roleDefinitionId) !== role)
  if (isOther) {
    const message = 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.'
    throw new ArmError(409, 'RoleAssignmentUpdateNotPermitted', message)
  }
  return {
    roleDefinitionId: `/providers/${roleDefinitionType}/${role}`,
    principalId: principal.objectId,
    principalType: principal.kind,
    scopeKey: keyOf(id.slice(0, id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/'))),
    ...(description ? { description } : {}),
  }
}

function claimFault({ kind }: Claim): ErrorDetail {
  if (kind === 'role-assignment') {
    return { code: 'RoleAssignmentExists', message: 'The role assignment already exists.' }
  }
  return {
    code: 'RoleAssignmentUpdateNotPermitted',
    message: 'The principal has an assignment of this name at another scope. Give the new one a GUID of its own.',
  }
}

const principalPath = z.looseObject({ principalId: z.string() })

function principalIn(body: Envelope): string[] {
  const found = principalPath.safeParse(body.properties ?? {})
  return found.success ? [found.data.principalId] : []
}
