// `role list` and `role definition …`: which roles there are, and roles of one's own.

import { randomUUID } from 'node:crypto'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import { accessVersion, findRole, listRoles, type RoleDocument, roleNames } from './find-role.ts'
import { readRoleFile } from './role-file.ts'
import { scopeOf, scopeOption } from './scope.ts'

const columns: Column<RoleDocument>[] = [
  { title: 'ROLE', cell: ({ properties }) => properties.roleName },
  { title: 'KIND', cell: ({ properties }) => (properties.type === 'CustomRole' ? 'custom' : 'built in') },
  { title: 'DESCRIPTION', cell: ({ properties }) => properties.description },
]
const details: Column<RoleDocument>[] = [
  { title: 'ACTIONS', cell: ({ properties }) => joined(properties, 'actions') },
  { title: 'EXCEPT', cell: ({ properties }) => joined(properties, 'notActions') },
  { title: 'DATA ACTIONS', cell: ({ properties }) => joined(properties, 'dataActions') },
  { title: 'ASSIGNABLE AT', cell: ({ properties }) => properties.assignableScopes.join(', ') },
  { title: 'ID', cell: ({ name }) => name },
]

export const listRoleDefinitions: ApiCommand = {
  usage: 'list',
  summary: 'List the roles that can be given at a scope',
  examples: [
    'carrel role list',
    'carrel role list --custom',
    'carrel role list --query "[].properties.roleName" -o tsv',
  ],
  options: [scopeOption, { flags: '--custom', summary: 'only those somebody here made' }],
  async run(invocation) {
    const session = await invocation.session()
    const isCustom = invocation.isOn('custom')
    const roles = await listRoles(session, scopeOf(invocation, session), isCustom ? "type eq 'CustomRole'" : '')
    invocation.showList(roles, { columns, empty: 'No roles of your own. Make one: carrel role definition create FILE' })
  },
}

export const definitionCommands: readonly ApiCommand[] = [
  {
    usage: 'show <role>',
    summary: 'Show what a role allows',
    examples: ['carrel role definition show "AzureML Data Scientist"', 'carrel role definition show Reader -o yaml'],
    options: [scopeOption],
    completes: { role: roleNames },
    async run(invocation) {
      const session = await invocation.session()
      const role = await findRole(session, scopeOf(invocation, session), invocation.argument('role'))
      invocation.showOne(role, [...columns, ...details])
    },
  },
  {
    usage: 'create <file>',
    summary: 'Make a role from a JSON or YAML file; - reads standard input',
    examples: ['carrel role definition create operator.yaml', 'carrel role definition create - < operator.json'],
    options: [scopeOption],
    run: (invocation) => write(invocation, { isNew: true }),
  },
  {
    usage: 'update <file>',
    summary: 'Change a role to what a JSON or YAML file says; found by its name',
    examples: ['carrel role definition update operator.yaml'],
    options: [scopeOption],
    run: (invocation) => write(invocation, { isNew: false }),
  },
  {
    usage: 'delete <role>',
    summary: 'Delete a role somebody here made; it must not be given to anybody',
    examples: ['carrel role definition delete "Desk operator" --yes'],
    options: [scopeOption],
    completes: { role: roleNames },
    asks: true,
    async run(invocation) {
      const session = await invocation.session()
      const scope = scopeOf(invocation, session)
      const { name, properties } = await findRole(session, scope, invocation.argument('role'))
      await invocation.confirm(`Delete the role ${properties.roleName}?`)
      await session.call('DELETE', urlOf(properties.assignableScopes[0] ?? scope, name))
      invocation.say(`${properties.roleName} is deleted.`)
    },
  },
]

async function write(invocation: Invocation, { isNew }: { isNew: boolean }): Promise<void> {
  const session = await invocation.session()
  const scope = scopeOf(invocation, session)
  const file = await readRoleFile(invocation.argument('file'))
  const { roleName } = file.properties
  const roles = await listRoles(session, scope, 'atScopeAndBelow()')
  const existing = roles.find(({ properties }) => properties.roleName.toLowerCase() === roleName.toLowerCase())
  if (isNew && existing !== undefined) {
    const nextStep = 'change it with "carrel role definition update FILE", or choose another name'
    throw new CliFailure(`There is a role '${roleName}' already.`, nextStep, exitCodes.conflict)
  }
  const name = existing?.name ?? file.name
  if (!isNew && name === undefined) {
    throw new CliFailure(
      `There is no role '${roleName}'.`,
      'make it: carrel role definition create FILE',
      exitCodes.notFound,
    )
  }
  const properties = { assignableScopes: [scope === '' ? '/' : scope], ...defined(file.properties), type: 'CustomRole' }
  const body = { properties }
  const url = urlOf(properties.assignableScopes[0] ?? scope, name ?? randomUUID())
  invocation.showOne(await session.call<RoleDocument>('PUT', url, body), [...columns, ...details])
}

function urlOf(scope: string, name: string): string {
  return `${scope.replace(/\/$/, '')}/providers/Microsoft.Authorization/roleDefinitions/${encodeURIComponent(name)}?${accessVersion}`
}

/** Without members that are undefined, which would hide defaults. */
function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function joined({ permissions }: RoleDocument['properties'], member: 'actions' | 'notActions' | 'dataActions'): string {
  return permissions.flatMap((permission) => permission[member] ?? []).join(', ')
}
