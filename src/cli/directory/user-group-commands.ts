// `user group …`: groups of users, service principals and other groups, to give a role to all of them at once.

import type { ApiCommand } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import { directoryUrl, type GroupDocument, type MemberDocument } from './documents.ts'
import { findPrincipal } from './find-principal.ts'

const columns: Column<GroupDocument>[] = [
  { title: 'GROUP', cell: ({ name }) => name },
  { title: 'NAME', cell: ({ properties }) => properties.displayName },
  { title: 'MEMBERS', cell: ({ properties }) => properties.memberCount },
  { title: 'OBJECT ID', cell: ({ properties }) => properties.objectId },
]
const memberColumns: Column<MemberDocument>[] = [
  { title: 'NAME', cell: ({ properties }) => properties.name },
  { title: 'KIND', cell: ({ properties }) => properties.kind },
  { title: 'OBJECT ID', cell: ({ properties }) => properties.objectId },
]

async function groupNames(invocation: Invocation): Promise<string[]> {
  const session = await invocation.session()
  return (await session.list<GroupDocument>(directoryUrl('groups'))).map(({ name }) => name)
}

export const userGroupCommands: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List the groups',
    examples: ['carrel user group list'],
    async run(invocation) {
      const groups = await (await invocation.session()).list<GroupDocument>(directoryUrl('groups'))
      invocation.showList(groups, { columns, empty: 'No groups. Make one: carrel user group create NAME' })
    },
  },
  {
    usage: 'create <group>',
    summary: 'Create a group without members',
    examples: ['carrel user group create vision --display-name "Vision team"'],
    options: [{ flags: '--display-name <name>', summary: 'as lists show it (default: the name)' }],
    async run(invocation) {
      const displayName = invocation.option('display-name')
      const path = directoryUrl('groups', invocation.argument('group'))
      const body = displayName === undefined ? {} : { displayName }
      const group = await (await invocation.session()).call<GroupDocument>('PUT', path, body)
      invocation.showOne(group, columns)
    },
  },
  {
    usage: 'delete <group>',
    summary: 'Delete a group with the roles given to it; its members stay',
    examples: ['carrel user group delete vision --yes'],
    completes: { group: groupNames },
    asks: true,
    async run(invocation) {
      const name = invocation.argument('group')
      const session = await invocation.session()
      const group = await session.call<GroupDocument>('GET', directoryUrl('groups', name))
      const { memberCount } = group.properties
      await invocation.confirm(`Delete the group ${name} (${memberCount} members) and every role given to it?`)
      await session.call('DELETE', directoryUrl('groups', name))
      invocation.say(`${name} is deleted.`)
    },
  },
  memberCommand('add', 'Put users, service principals or groups into a group', 'PUT'),
  memberCommand('remove', 'Take members out of a group', 'DELETE'),
  {
    usage: 'members <group>',
    summary: 'List who is in a group',
    examples: ['carrel user group members vision'],
    completes: { group: groupNames },
    async run(invocation) {
      const name = invocation.argument('group')
      const session = await invocation.session()
      const members = await session.list<MemberDocument>(directoryUrl('groups', name, 'members'))
      const empty = `Nobody is in ${name}. Add somebody: carrel user group add ${name} USER`
      invocation.showList(members, { columns: memberColumns, empty })
    },
  },
]

function memberCommand(verb: 'add' | 'remove', summary: string, method: 'PUT' | 'DELETE'): ApiCommand {
  return {
    usage: `${verb} <group> <member...>`,
    summary,
    examples: [`carrel user group ${verb} vision ana ben`, `carrel user group ${verb} vision CLIENT-ID`],
    completes: { group: groupNames },
    async run(invocation) {
      const group = invocation.argument('group')
      const session = await invocation.session()
      // All are looked up before any is changed: a misspelt name changes nothing.
      const members = await Promise.all(invocation.arguments('member').map((name) => findPrincipal(session, name)))
      for (const { objectId, name } of members) {
        await session.call(method, directoryUrl('groups', group, 'members', objectId))
        invocation.say(`${name} is ${method === 'PUT' ? 'in' : 'no longer in'} ${group}.`)
      }
    },
  }
}
