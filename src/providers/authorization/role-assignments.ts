import { z } from 'zod'
import { type RoleAssignment, roleAssignmentType } from '../../access/authorize.ts'
import { builtInRole } from '../../access/roles.ts'
import { readBody } from '../../arm/read-body.ts'
import { type ArmDesired, resourceType } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'

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

  parse({ body, name, previous }) {
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
    const isOther =
      previous &&
      (previous.desired.principalId !== properties.principalId ||
        builtInRole(previous.desired.roleDefinitionId) !== role)
    if (isOther)
      throw new ArmError(
        409,
        'RoleAssignmentUpdateNotPermitted',
        'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
      )
    return {
      roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
      principalId: properties.principalId,
      principalType: properties.principalType ?? 'User',
      ...(properties.description ? { description: properties.description } : {}),
    }
  },

  render({ record }) {
    const scope = record.id.slice(0, record.id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/'))
    return {
      properties: {
        ...record.desired,
        scope: scope === '' ? '/' : scope,
        createdOn: new Date(record.createdAt).toISOString(),
        updatedOn: new Date(record.modifiedAt).toISOString(),
        createdBy: record.createdBy.objectId,
        updatedBy: record.modifiedBy.objectId,
      },
    }
  },
})
