// Reads the body of a custom role: every permission well formed, every assignable scope a scope.

import { z } from 'zod'
import type { Permission } from '../../access/permission.ts'
import type { CustomRole } from '../../access/roles.ts'
import { readBody } from '../../arm/read-body.ts'
import { pathSegments } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'

const maxStars = 4
const maxPatterns = 500
const text = z.string().regex(/^[^\p{Cc}]*$/u, 'must have no control characters')
const patterns = z.array(z.string().min(1).max(300)).max(500).nullish()

const permissionSchema = z.strictObject({
  actions: patterns,
  notActions: patterns,
  dataActions: patterns,
  notDataActions: patterns,
  condition: z.null('conditions are not offered').optional(),
  conditionVersion: z.null('conditions are not offered').optional(),
})

const propertiesSchema = z.strictObject({
  roleName: text.trim().min(1).max(512),
  description: text.max(2048).nullish(),
  type: z.literal('CustomRole', "only a 'CustomRole' can be written").nullish(),
  permissions: z.array(permissionSchema).min(1).max(10),
  assignableScopes: z.array(z.string().min(1).max(1000)).min(1).max(100),
  // What an answer had is let through when it is sent back.
  createdOn: z.unknown().optional(),
  updatedOn: z.unknown().optional(),
  createdBy: z.unknown().optional(),
  updatedBy: z.unknown().optional(),
})

const bodySchema = z.strictObject({
  id: z.unknown().optional(),
  name: z.unknown().optional(),
  type: z.unknown().optional(),
  properties: propertiesSchema,
})

/** Throws 400 naming what is wrong. Scopes come out in one spelling, each once; whether they exist is not looked at. */
export function readRoleDefinition(body: unknown): CustomRole {
  const { roleName, description, permissions, assignableScopes } = readBody(bodySchema, body ?? {}).properties
  const count = permissions.flatMap((each) => Object.values(each).map((written) => written?.length ?? 0))
  if (count.reduce((sum, each) => sum + each, 0) > maxPatterns) {
    const message = `A role has ${maxPatterns} actions at most, all its members together.`
    throw new ArmError(400, 'InvalidRoleDefinition', message, { target: 'properties.permissions' })
  }
  return {
    roleName,
    description: description ?? '',
    permissions: permissions.map(readPermission),
    assignableScopes: distinct(assignableScopes.map(readScope)),
  }
}

function readPermission(written: z.infer<typeof permissionSchema>): Permission {
  const read = (name: 'actions' | 'notActions' | 'dataActions' | 'notDataActions') =>
    (written[name] ?? []).map((pattern) => checked(pattern, name))
  return {
    actions: read('actions'),
    notActions: read('notActions'),
    dataActions: read('dataActions'),
    notDataActions: read('notDataActions'),
  }
}

/** `Namespace/type/…/verb`, stars anywhere. Actions of what Azure has and Carrel has not are kept: they give nothing here. */
function checked(pattern: string, member: string): string {
  const isWellFormed =
    /^[\w.*-]+(\/[\w.*:$-]+)*$/.test(pattern) &&
    (pattern.includes('*') || /^[\w-]+(\.[\w-]+)+\/.+\/(read|write|delete|action)$/i.test(pattern)) &&
    pattern.split('*').length <= maxStars + 1
  if (isWellFormed) return pattern
  throw new ArmError(
    400,
    'InvalidActionOrNotAction',
    `'${pattern.slice(0, 200)}' in ${member} is not an action. ` +
      `It reads Namespace/type/…/ and then read, write, delete or <name>/action; up to ${maxStars} stars may stand in it.`,
    { target: `properties.permissions.${member}` },
  )
}

function readScope(scope: string): string {
  const segments = pathSegments(scope)
  const id = segments.length === 0 ? '/' : `/${segments.join('/')}`
  const isScope = id === '/' || /^\/subscriptions\/[^/]+(\/resourcegroups\/[^/]+(\/providers\/.+)?)?$/i.test(id)
  if (isScope && !scope.includes('*')) return id
  throw new ArmError(
    400,
    'InvalidAssignableScope',
    `The assignable scope '${scope.slice(0, 200)}' is not '/', a subscription, a resource group or a resource in one.`,
    { target: 'properties.assignableScopes' },
  )
}

function distinct(scopes: readonly string[]): string[] {
  return [...new Map(scopes.map((scope) => [scope.toLowerCase(), scope])).values()]
}
