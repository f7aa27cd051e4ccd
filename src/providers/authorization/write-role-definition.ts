// PUT and DELETE of a custom role. Whoever writes one needs the action at every scope it can be assigned at; and a role that
// is given more gives it to all who hold it, so that is granting (`access/may-grant.ts`).

import { assignmentsOfRole } from '../../access/assigned-roles.ts'
import { type Access, accessOf } from '../../access/authorize.ts'
import { inGrantTurn } from '../../access/grant-turn.ts'
import { mayGrant } from '../../access/may-grant.ts'
import { builtInRole, type CustomRole, customRoleKey, roleDefinitionType, roleOf } from '../../access/roles.ts'
import type { ArmAnswer, Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { type LockedChange, refuseLocked } from '../../arm/locks.ts'
import { notFound } from '../../arm/not-found.ts'
import { keyOf } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'
import { timeOrderedId } from '../../base/time-ordered-id.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { AcceptedChange, Store } from '../../store/store.ts'
import { ClaimTaken, RevisionConflict } from '../../store/store-errors.ts'
import { isAssignableAt, isAssignableBelow, scopeKeyOf } from './assignable.ts'
import { readRoleDefinition } from './role-definition-body.ts'
import { roleDocument } from './role-definition-document.ts'
import type { RoleSettings } from './role-settings.ts'

type Row = ResourceRecord<CustomRole>

const writing = {
  kind: 'resource',
  home: 'scope',
  type: roleDefinitionType,
  apiVersions: ['2015-07-01', '2018-01-01-preview', '2022-04-01'],
} as const
const maxAttempts = 5

/** Always 201: one client takes nothing else. */
export function putRoleDefinition(settings: RoleSettings): Endpoint {
  return {
    ...writing,
    method: 'PUT',
    action: `${roleDefinitionType}/write`,
    handle: (request) => inGrantTurn(() => put(request, settings)),
  }
}

export function deleteRoleDefinition(settings: RoleSettings): Endpoint {
  return {
    ...writing,
    method: 'DELETE',
    action: `${roleDefinitionType}/delete`,
    handle: (request) => inGrantTurn(() => remove(request, settings)),
  }
}

async function put(request: EndpointRequest, settings: RoleSettings): Promise<ArmAnswer> {
  const id = roleIdIn(request)
  const next = readRoleDefinition(request.body)
  const access = await accessOf({ store: request.store, groupsOf: settings.groupsOf }, request.caller.actor)
  const { parentId } = request.address
  if (!isAssignableAt(next, parentId) && !isAssignableBelow(next, parentId))
    throw invalidScope(`None of the assignable scopes is at, above or below '${parentId || '/'}'.`)
  await requireScopes(request.store, next.assignableScopes)
  const row = await retried(async () => {
    const previous = await rowOf(request.store, id)
    await requireMayWrite({ access, id, previous, next, store: request.store })
    await refuseLockedRole(request.store, { id, roles: previous ? [next, previous.desired] : [next] }, 'write')
    return request.store.accept(change(request, settings, { id, previous, desired: next }))
  })
  return { status: 201, body: roleDocument(roleOf(row as Row), parentId, row as Row) }
}

async function remove(request: EndpointRequest, settings: RoleSettings): Promise<ArmAnswer> {
  const id = roleIdIn(request)
  const { store, address, caller } = request
  const access = await accessOf({ store, groupsOf: settings.groupsOf }, caller.actor)
  return retried(async () => {
    const previous = await rowOf(store, id)
    if (!previous) return { status: 204 }
    for (const scope of previous.desired.assignableScopes)
      access.require(`${roleDefinitionType}/delete`, scope === '/' ? '' : scope)
    await refuseLockedRole(store, { id, roles: [previous.desired] }, 'delete')
    if ((await assignmentsOfRole(store, id)).length > 0)
      throw hasAssignments('There are existing role assignments referencing the role. Delete them first.')
    await store.accept(change(request, settings, { id, previous, desired: previous.desired, isDelete: true }))
    return { status: 200, body: roleDocument(roleOf(previous), address.parentId, previous) }
  })
}

/** Throws 400 for a name that is no GUID, or a built-in role's. */
function roleIdIn({ address }: EndpointRequest): string {
  const name = address.kind === 'resource' ? address.name.toLowerCase() : ''
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(name))
    throw new ArmError(400, 'InvalidRoleDefinitionId', `The role definition id '${name.slice(0, 100)}' must be a GUID.`)
  const builtIn = builtInRole(name)
  if (!builtIn) return name
  throw new ArmError(
    400,
    'BuiltInRoleCannotBeChanged',
    `'${builtIn.roleName}' is a built-in role and stays as it is. Make a custom role with an id of its own.`,
  )
}

/** A role is a thing of each scope where it can be assigned. */
async function refuseLockedRole(
  store: Store,
  { id, roles }: { readonly id: string; readonly roles: readonly CustomRole[] },
  change: LockedChange,
): Promise<void> {
  const scopes = new Set(roles.flatMap(({ assignableScopes }) => assignableScopes).filter((scope) => scope !== '/'))
  for (const scope of scopes) await refuseLocked(store, `${scope}/providers/${roleDefinitionType}/${id}`, change)
}

async function rowOf(store: Store, id: string): Promise<Row | undefined> {
  return (await store.get(customRoleKey(id))) as Row | undefined
}

async function requireScopes(store: Store, scopes: readonly string[]): Promise<void> {
  for (const scope of scopes) {
    if (scope === '/' || (await store.get(keyOf(scope)))) continue
    throw invalidScope((await notFound(store, scope)).message)
  }
}

interface Writing {
  readonly access: Access
  readonly id: string
  readonly previous: Row | undefined
  readonly next: CustomRole
  readonly store: Store
}

async function requireMayWrite({ access, id, previous, next, store }: Writing): Promise<void> {
  if (builtInRole(next.roleName)) throw nameTaken(next.roleName)
  const action = `${roleDefinitionType}/write`
  for (const scope of [...next.assignableScopes, ...(previous?.desired.assignableScopes ?? [])])
    access.require(action, scopeKeyOf(scope) === '' ? '' : scope)
  const assigned = await store.getAll(await assignmentsOfRole(store, id))
  if (!previous && assigned.length > 0)
    throw hasAssignments('Role assignments still name a deleted role of this id. Delete them, or take another id.')
  const stranded = assigned.find(({ parentKey }) => !isAssignableAt(next, parentKey))
  if (stranded)
    throw hasAssignments(
      `The role is assigned at '${stranded.parentKey}', which would be outside its assignable scopes.`,
    )
  if (!previous) return
  for (const scope of next.assignableScopes) requireMayWiden({ access, id, previous, next, scope })
}

/** What is new in the role must be the writer's to give. */
function requireMayWiden(writing: Omit<Writing, 'store' | 'previous'> & { previous: Row; scope: string }): void {
  const { access, id, previous, next, scope } = writing
  const scopeId = scope === '/' ? '' : scope
  const giving = {
    scopeId,
    permissions: next.permissions,
    given: previous.desired.permissions,
    isToSelf: access.holds(id, undefined),
  }
  if (mayGrant(access, giving)) return
  throw access.refusal(
    `${roleDefinitionType}/write`,
    scopeId,
    `the role '${previous.desired.roleName}' would be given more than the client has there itself. An Owner of the scope may do that, or a User Access Administrator who does not hold the role.`,
  )
}

interface Written {
  readonly id: string
  readonly previous: Row | undefined
  readonly desired: CustomRole
  readonly isDelete?: boolean
}

function change(
  { caller }: EndpointRequest,
  { clock }: RoleSettings,
  { id, previous, desired, isDelete = false }: Written,
): AcceptedChange {
  return {
    id: previous?.id ?? `/providers/${roleDefinitionType}/${id}`,
    type: roleDefinitionType,
    parentKey: '',
    name: id,
    ifRevision: previous?.revision,
    desired,
    isDelete,
    actor: caller.actor,
    at: clock.now(),
    holding: undefined,
    claims: [{ kind: 'role-name', value: desired.roleName.toLowerCase() }],
    requireLive: [],
    operation: {
      id: timeOrderedId(clock.now()),
      verb: isDelete ? 'Delete' : previous ? 'Update' : 'Create',
      trigger: 'User',
      correlationId: caller.correlationId,
      deadline: clock.now(),
      supersedes: false,
      isInstant: true,
    },
  }
}

/** Decides anew when the row changed in between. */
async function retried<T>(decide: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await decide()
    } catch (error) {
      if (error instanceof ClaimTaken) throw nameTaken(error.claim.value)
      if (!(error instanceof RevisionConflict) || attempt === maxAttempts) throw error
    }
  }
}

function nameTaken(name: string): ArmError {
  const message = `A role definition with the name '${name}' already exists. Choose another.`
  return new ArmError(409, 'RoleDefinitionWithSameNameExists', message)
}

function invalidScope(message: string): ArmError {
  return new ArmError(400, 'InvalidAssignableScope', message, { target: 'properties.assignableScopes' })
}

function hasAssignments(message: string): ArmError {
  return new ArmError(400, 'RoleDefinitionHasAssignments', message)
}
