// What anybody who is signed in may look up, as in a directory with ordinary settings: who there is, by id and by name.

import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import { ArmError } from '../../base/errors.ts'
import { membersOf } from '../../identity/directory/group-members.ts'
import { findGroup } from '../../identity/directory/groups.ts'
import { groupsOf } from '../../identity/groups-of.ts'
import { findServicePrincipalByEither } from '../../identity/service-principals.ts'
import { findUserByNameOrId } from '../../identity/users.ts'
import { type GraphAnswer, type GraphCall, type GraphRoute, type GraphSettings, notFoundInGraph } from './graph-call.ts'
import {
  applicationObject,
  type GraphKind,
  type GraphObject,
  graphObjects,
  groupObject,
  servicePrincipalObject,
  userObject,
} from './graph-documents.ts'
import { graphPage, refuseUnread, selected } from './graph-page.ts'

const lists = {
  users: 'user',
  groups: 'group',
  servicePrincipals: 'servicePrincipal',
  applications: 'application',
} as const satisfies Record<string, GraphKind>

export const readRoutes: readonly GraphRoute[] = [
  ...Object.entries(lists).flatMap(([path, kind]): GraphRoute[] => [
    { method: 'GET', path, handle: (call) => listOf(call, kind) },
    {
      method: 'GET',
      path: `${path}/*`,
      handle: (call) => one(call, () => objectNamed(call.settings, kind, call.names[0])),
    },
  ]),
  { method: 'GET', path: 'directoryObjects/*', handle: (call) => one(call, () => objectWithId(call, call.names[0])) },
  { method: 'GET', path: 'me', handle: (call) => one(call, () => oneself(call)) },
  { method: 'GET', path: 'me/memberOf', handle: async (call) => memberships(call, (await oneself(call)).document.id) },
  { method: 'GET', path: 'users/*/memberOf', handle: (call) => membershipsOf(call, 'user') },
  { method: 'GET', path: 'groups/*/memberOf', handle: (call) => membershipsOf(call, 'group') },
  { method: 'GET', path: 'servicePrincipals/*/memberOf', handle: (call) => membershipsOf(call, 'servicePrincipal') },
  { method: 'GET', path: 'groups/*/members', handle: members },
  { method: 'POST', path: 'directoryObjects/getByIds', handle: byIds },
  { method: 'POST', path: 'getObjectsByObjectIds', handle: byIds },
  ...(['user', 'group', 'servicePrincipal'] as const).map(
    (kind): GraphRoute => ({
      method: 'POST',
      path: `${kind}s/*/getMemberGroups`,
      handle: async (call) => ({
        status: 200,
        values: await groupIds(call, await objectNamed(call.settings, kind, call.names[0])),
      }),
    }),
  ),
  { method: 'POST', path: 'directoryObjects/*/checkMemberGroups', handle: checkMemberGroups },
]

async function listOf({ settings, query }: GraphCall, kind: GraphKind): Promise<GraphAnswer> {
  return { status: 200, page: graphPage(await graphObjects(settings, kind), query) }
}

async function one({ query }: GraphCall, find: () => Promise<GraphObject>): Promise<GraphAnswer> {
  refuseUnread(query)
  return { status: 200, object: selected(await find(), query.get('$select')) }
}

/** By id, and by what else names it alone: a user's principal name, a program's application id. 404 otherwise. */
export async function objectNamed({ db, tenantId }: GraphSettings, kind: GraphKind, name = ''): Promise<GraphObject> {
  const found = await (async () => {
    if (kind === 'user') return mapped(await findUserByNameOrId(db, name), userObject)
    if (kind === 'group') return mapped(await findGroup(db, name), groupObject)
    const program = await findServicePrincipalByEither(db, name)
    if (kind === 'application') return mapped(program, applicationObject)
    return mapped(program, (each) => servicePrincipalObject(each, tenantId))
  })()
  if (found === undefined) throw notFoundInGraph(name)
  return found
}

function mapped<T>(found: T | undefined, show: (found: T) => GraphObject): GraphObject | undefined {
  return found === undefined ? undefined : show(found)
}

async function objectWithId({ settings }: GraphCall, id = ''): Promise<GraphObject> {
  const [found] = await objectsWithIds(settings, [id])
  if (found === undefined) throw notFoundInGraph(id)
  return found
}

async function objectsWithIds(settings: GraphSettings, ids: readonly string[]): Promise<GraphObject[]> {
  const wanted = new Set(ids.map((id) => id.toLowerCase()))
  if (wanted.size === 0) return []
  const kinds = await Promise.all(
    (['user', 'group', 'servicePrincipal'] as const).map((kind) => graphObjects(settings, kind)),
  )
  return kinds.flat().filter(({ document }) => wanted.has(document.id))
}

async function oneself({ caller, settings }: GraphCall): Promise<GraphObject> {
  if (caller.kind === 'User') return objectNamed(settings, 'user', caller.objectId)
  throw new ArmError(400, 'BadRequest', '/me is a person, and a service principal is signed in.')
}

async function memberships({ settings, query }: GraphCall, id: string): Promise<GraphAnswer> {
  const all = await graphObjects(settings, 'group')
  const inside = new Set(await groupsOf(settings.db, id))
  return {
    status: 200,
    page: graphPage(
      all.filter(({ document }) => inside.has(document.id)),
      query,
    ),
  }
}

async function membershipsOf(call: GraphCall, kind: GraphKind): Promise<GraphAnswer> {
  return memberships(call, (await objectNamed(call.settings, kind, call.names[0])).document.id)
}

async function members({ settings, names, query }: GraphCall): Promise<GraphAnswer> {
  const { document } = await objectNamed(settings, 'group', names[0])
  const inside = await membersOf(settings.db, document.id)
  const objects = await objectsWithIds(
    settings,
    inside.map(({ objectId }) => objectId),
  )
  return { status: 200, page: graphPage(objects, query) }
}

const idsSchema = z.looseObject({
  ids: z.array(z.string()).max(1000).optional(),
  objectIds: z.array(z.string()).max(1000).optional(),
  types: z.array(z.string()).nullish(),
})

/** Ids of nobody are left out, as clients expect that ask for the names of many. */
async function byIds({ settings, body }: GraphCall): Promise<GraphAnswer> {
  const { ids, objectIds, types } = readBody(idsSchema, body)
  const wanted = new Set(types?.map((type) => type.toLowerCase()))
  const isWanted = ({ kind }: GraphObject) =>
    wanted.size === 0 || wanted.has(kind.toLowerCase()) || wanted.has('directoryobject')
  const objects = (await objectsWithIds(settings, ids ?? objectIds ?? [])).filter(isWanted)
  return { status: 200, page: { objects, next: undefined } }
}

async function groupIds({ settings }: GraphCall, { document }: GraphObject): Promise<string[]> {
  return groupsOf(settings.db, document.id)
}

const checkSchema = z.looseObject({ groupIds: z.array(z.string()).max(1000) })

async function checkMemberGroups(call: GraphCall): Promise<GraphAnswer> {
  const asked = readBody(checkSchema, call.body).groupIds.map((id) => id.toLowerCase())
  const inside = new Set(await groupIds(call, await objectWithId(call, call.names[0])))
  return { status: 200, values: asked.filter((id) => inside.has(id)) }
}
