import { z } from 'zod'
import {
  type AccessSource,
  type RoleAssignment,
  roleAssignmentClaims,
  roleAssignmentType,
} from '../../access/authorize.ts'
import { builtInRole, roleDefinitionType, roleIdOf } from '../../access/roles.ts'
import { keyOf, scopeKeysOf } from '../../arm/resource-id.ts'
import { type ArmDesired, type PutInput, type ResourceType, resourceType } from '../../arm/resource-type.ts'
import type { Envelope } from '../../arm/wire.ts'
import { ArmError, type ErrorDetail } from '../../base/errors.ts'
import type { Claim } from '../../store/store.ts'
import { readAssignment } from './assignment-body.ts'
import { refuseAssignment } from './refuse-assignment.ts'
import { roleDefinitionIdAt } from './role-definition-id.ts'

const seconds = 1_000

type Assignment = ArmDesired & RoleAssignment & { description?: string }

export function roleAssignments(groupsOf: AccessSource['groupsOf']): ResourceType<Assignment> {
  return resourceType<Assignment>({
    type: roleAssignmentType,
    apiVersions: ['2015-07-01', '2018-01-01-preview', '2020-04-01-preview', '2022-04-01'],
    home: 'scope',
    isTracked: false,
    omits: ['systemData', 'provisioningState'],
    verbs: ['get', 'list', 'put', 'delete'],
    deadlinesMs: { create: 30 * seconds, update: 30 * seconds, delete: 30 * seconds },

    refuseChange: (change) => refuseAssignment(change, groupsOf),
    refersTo: principalIn,
    claimsOf: roleAssignmentClaims,
    claimFault,
    parse,

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

const atScope = /^atScope\(\)$/i
const principalTerm = /^(?:principalId\s+eq\s+'([\w-]+)'|assignedTo\('([\w-]+)'\))$/i
const principalPath = z.looseObject({ principalId: z.string() })

function principalIn(body: Envelope): string[] {
  const found = principalPath.safeParse(body.properties ?? {})
  return found.success ? [found.data.principalId] : []
}
