// `role assignment …`: who has which role, and where.

import { randomUUID } from 'node:crypto'
import { directoryUrl } from '../directory/documents.ts'
import { findPrincipal } from '../directory/find-principal.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import { accessVersion, findRole, listRoles, roleNames } from './find-role.ts'
import { scopeOf, scopeOption } from './scope.ts'

interface AssignmentDocument {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly roleDefinitionId: string
    readonly principalId: string
    readonly principalType: string
    readonly scope: string
    readonly description?: string
  }
}

const path = 'providers/Microsoft.Authorization/roleAssignments'
const assignee = {
  flags: '--assignee <who>',
  summary: 'user name, group name, client id, display name or object id',
}
const role = { flags: '--role <role>', summary: 'name or GUID of a role', completes: roleNames }

export const assignmentCommands: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List who has which role there and above; with --all, below as well',
    examples: ['carrel role assignment list', 'carrel role assignment list --assignee ana --all'],
    options: [assignee, scopeOption, { flags: '--all', summary: 'at the scope and everything below it too' }],
    run: listAssignments,
  },
  {
    usage: 'create',
    summary: 'Give somebody a role',
    examples: [
      'carrel role assignment create --assignee ana --role "AzureML Data Scientist"',
      'carrel role assignment create --assignee vision --role Reader -g vision',
    ],
    options: [
      { ...assignee, isRequired: true },
      { ...role, isRequired: true },
      scopeOption,
      { flags: '--description <text>', summary: 'why' },
    ],
    run: createAssignment,
  },
  {
    usage: 'delete [id]',
    summary: 'Take a role away: by the id of the assignment, or by who, which and where',
    examples: [
      'carrel role assignment delete --assignee ana --role Reader --yes',
      'carrel role assignment delete /subscriptions/ID/providers/Microsoft.Authorization/roleAssignments/GUID',
    ],
    options: [assignee, role, scopeOption],
    asks: true,
    run: deleteAssignments,
  },
]

async function listAssignments(invocation: Invocation): Promise<void> {
  const session = await invocation.session()
  const scope = scopeOf(invocation, session)
  const who = invocation.option('assignee')
  const principal = who === undefined ? undefined : await findPrincipal(session, who)
  const found = await assignmentsAt(session, scope, { principalId: principal?.objectId, isAll: invocation.isOn('all') })
  const place = scope === '' ? '/' : scope
  const empty = `No role assignments at ${place}. Make one: carrel role assignment create --assignee WHO --role ROLE`
  invocation.showList(found, { columns: await columnsFor(session, found), empty })
}

async function createAssignment(invocation: Invocation): Promise<void> {
  const session = await invocation.session()
  const scope = scopeOf(invocation, session)
  const [principal, found] = await Promise.all([
    findPrincipal(session, invocation.option('assignee') ?? ''),
    findRole(session, scope, invocation.option('role') ?? ''),
  ])
  const description = invocation.option('description')
  const properties = {
    roleDefinitionId: found.id,
    principalId: principal.objectId,
    ...(principal.kind === undefined ? {} : { principalType: principal.kind }),
    ...(description === undefined ? {} : { description }),
  }
  const url = `${scope}/${path}/${randomUUID()}?${accessVersion}`
  const made = await session.call<AssignmentDocument>('PUT', url, { properties })
  invocation.showOne(made, await columnsFor(session, [made]))
}

async function deleteAssignments(invocation: Invocation): Promise<void> {
  const session = await invocation.session()
  const chosen = await chosenAssignments(invocation, session)
  const columns = await columnsFor(session, chosen)
  const told = chosen.map((each) =>
    columns
      .slice(0, 3)
      .map(({ cell }) => String(cell(each)))
      .join(' '),
  )
  await invocation.confirm(`Take away: ${told.join('; ')}?`)
  for (const { id } of chosen) await session.call('DELETE', `${id}?${accessVersion}`)
  for (const each of told) invocation.say(`Taken away: ${each}`)
}

/** Only those exactly there: what is given above is taken away above. */
async function chosenAssignments(invocation: Invocation, session: Session): Promise<AssignmentDocument[]> {
  const id = invocation.argument('id')
  const scope = scopeOf(invocation, session)
  if (id !== '') {
    const full = id.startsWith('/') ? id.replace(/\/+$/, '') : `${scope}/${path}/${encodeURIComponent(id)}`
    return [await session.call<AssignmentDocument>('GET', `${full}?${accessVersion}`)]
  }
  const who = invocation.option('assignee')
  if (who === undefined) {
    throw new CliFailure('Whose role is to go?', 'give an id, or --assignee and --role', exitCodes.badUsage)
  }
  const principal = await findPrincipal(session, who)
  const wanted = invocation.option('role')
  const guid = wanted === undefined ? undefined : (await findRole(session, scope, wanted)).name
  const found = await assignmentsAt(session, scope, { principalId: principal.objectId, isAll: true })
  const chosen = found.filter(
    ({ properties }) =>
      isSame(properties.scope, scope === '' ? '/' : scope) &&
      (guid === undefined || isSame(guidOf(properties.roleDefinitionId), guid)),
  )
  if (chosen.length > 0) return chosen
  throw new CliFailure(
    `${principal.name} has no such role exactly at ${scope === '' ? '/' : scope}.`,
    `see "carrel role assignment list --assignee ${who} --all"`,
    exitCodes.notFound,
  )
}

/** There and above; `isAll`: below too. */
async function assignmentsAt(
  session: Session,
  scope: string,
  { principalId, isAll }: { principalId: string | undefined; isAll: boolean },
): Promise<AssignmentDocument[]> {
  const ofPrincipal = principalId === undefined ? [] : [`principalId eq '${principalId}'`]
  const read = (terms: readonly string[]) => {
    const filter = terms.length === 0 ? '' : `&$filter=${encodeURIComponent(terms.join(' and '))}`
    return session.list<AssignmentDocument>(`${scope}/${path}?${accessVersion}${filter}`)
  }
  const above = read(['atScope()', ...ofPrincipal])
  // Without `atScope()` the API tells what is there and below.
  const below = isAll ? read(ofPrincipal) : Promise.resolve([])
  return [...new Map([...(await above), ...(await below)].map((each) => [each.id.toLowerCase(), each])).values()]
}

async function columnsFor(
  session: Session,
  assignments: readonly AssignmentDocument[],
): Promise<Column<AssignmentDocument>[]> {
  const [names, roles] = await Promise.all([
    principalNames(session, assignments),
    listRoles(session, session.subscriptionId(), 'atScopeAndBelow()').catch(() => []),
  ])
  const titles = new Map(roles.map((each) => [each.name.toLowerCase(), each.properties.roleName]))
  return [
    { title: 'WHO', cell: ({ properties }) => names.get(properties.principalId) ?? properties.principalId },
    {
      title: 'ROLE',
      cell: ({ properties }) => titles.get(guidOf(properties.roleDefinitionId)) ?? guidOf(properties.roleDefinitionId),
    },
    { title: 'SCOPE', cell: ({ properties }) => properties.scope },
    { title: 'KIND', cell: ({ properties }) => properties.principalType },
    { title: 'ID', cell: ({ name }) => name },
  ]
}

/** By object id; those the caller may not read are left out, and shown by their ids. */
async function principalNames(
  session: Session,
  assignments: readonly AssignmentDocument[],
): Promise<Map<string, string>> {
  const types = { User: 'users', ServicePrincipal: 'servicePrincipals', Group: 'groups' }
  const names = new Map<string, string>()
  const wanted = new Map(assignments.map(({ properties }) => [properties.principalId, properties.principalType]))
  await Promise.all(
    [...wanted].map(async ([id, kind]) => {
      const type = types[kind as keyof typeof types]
      if (type === undefined) return
      const { status, body } = await session.send('GET', directoryUrl(type, id))
      const { name, properties } = (body ?? {}) as { name?: string; properties?: { displayName?: string } }
      const shown = kind === 'ServicePrincipal' ? properties?.displayName : name
      if (status === 200 && shown !== undefined) names.set(id, shown)
    }),
  )
  return names
}

function guidOf(id: string): string {
  return (id.split('/').at(-1) ?? id).toLowerCase()
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
