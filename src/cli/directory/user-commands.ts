// `user …`: the people who sign in here.

import { text } from 'node:stream/consumers'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import { directoryAction, directoryUrl, minutes, type UserDocument } from './documents.ts'

const columns: Column<UserDocument>[] = [
  { title: 'USER', cell: ({ properties }) => properties.userName },
  { title: 'NAME', cell: ({ properties }) => properties.displayName },
  { title: 'STATE', cell: ({ properties }) => (properties.isDisabled ? 'disabled' : 'active') },
  { title: 'OBJECT ID', cell: ({ properties }) => properties.objectId },
  { title: 'CREATED', cell: ({ properties }) => minutes(properties.createdAt) },
]
const passwordOption = {
  flags: '--password-stdin',
  summary: 'read the password from standard input (default: make one)',
}

async function userNames(invocation: Invocation): Promise<string[]> {
  const session = await invocation.session()
  return (await session.list<UserDocument>(directoryUrl('users'))).map(({ name }) => name)
}

export const userCommands: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List the users',
    examples: ['carrel user list', 'carrel user list --query "[].name" -o tsv'],
    async run(invocation) {
      const users = await (await invocation.session()).list<UserDocument>(directoryUrl('users'))
      invocation.showList(users, { columns, empty: 'No users. Make one: carrel user create NAME' })
    },
  },
  {
    usage: 'show <user>',
    summary: 'Show one user',
    examples: ['carrel user show ana'],
    completes: { user: userNames },
    async run(invocation) {
      const session = await invocation.session()
      const user = await session.call<UserDocument>('GET', directoryUrl('users', invocation.argument('user')))
      invocation.showOne(user, columns)
    },
  },
  {
    usage: 'create <user>',
    summary: 'Create a user; without rights until a role is assigned',
    examples: [
      'carrel user create ana --display-name "Ana Lima"',
      'carrel role assignment create --assignee ana --role "AzureML Data Scientist"',
    ],
    options: [
      { flags: '--display-name <name>', summary: 'as pages and lists show it (default: the user name)' },
      passwordOption,
    ],
    run: createUser,
  },
  {
    usage: 'delete <user>',
    summary: 'Delete a user with the roles given to it; its instances stay',
    examples: ['carrel user delete ana', 'carrel user delete ana --yes'],
    completes: { user: userNames },
    asks: true,
    async run(invocation) {
      const name = invocation.argument('user')
      const session = await invocation.session()
      await session.call('GET', directoryUrl('users', name))
      await invocation.confirm(`Delete the user ${name} and every role given to it?`)
      await session.call('DELETE', directoryUrl('users', name))
      invocation.say(`${name} is deleted.`)
    },
  },
  stateCommand('disable', true),
  stateCommand('enable', false),
  {
    usage: 'reset-password <user>',
    summary: 'Give a user another password, and sign it out everywhere',
    examples: ['carrel user reset-password ana', 'pass carrel/ana | carrel user reset-password ana --password-stdin'],
    options: [passwordOption],
    completes: { user: userNames },
    async run(invocation) {
      const name = invocation.argument('user')
      const password = await passwordFrom(invocation)
      const path = directoryAction('users', name, 'resetPassword')
      const body = password === undefined ? {} : { password }
      const answer = await (await invocation.session()).call<{ password: string }>('POST', path, body)
      if (password !== undefined) return invocation.say(`${name} has the new password.`)
      invocation.showOne(answer, [
        { title: 'USER', cell: () => name },
        { title: 'PASSWORD', cell: (made) => `${made.password}   (shown once)` },
      ])
    },
  },
  {
    usage: 'sign-out <user>',
    summary: 'End every session and token of a user, in browsers and programs',
    examples: ['carrel user sign-out ana'],
    completes: { user: userNames },
    async run(invocation) {
      const name = invocation.argument('user')
      await (await invocation.session()).call('POST', directoryAction('users', name, 'signOut'))
      invocation.say(`${name} is signed out everywhere.`)
    },
  },
]

async function createUser(invocation: Invocation): Promise<void> {
  const name = invocation.argument('user')
  const session = await invocation.session()
  // The API's PUT also changes whoever is there; this command only makes.
  const { status } = await session.send('GET', directoryUrl('users', name))
  if (status === 200) {
    throw new CliFailure(`There is a user '${name}' already.`, `see "carrel user show ${name}"`, exitCodes.conflict)
  }
  const password = await passwordFrom(invocation)
  const displayName = invocation.option('display-name')
  const body = {
    ...(displayName === undefined ? {} : { displayName }),
    ...(password === undefined ? {} : { password }),
  }
  const made = await session.call<UserDocument>('PUT', directoryUrl('users', name), body)
  const shown: Column<UserDocument> = {
    title: 'PASSWORD',
    cell: ({ properties }) =>
      properties.password === undefined ? 'as given' : `${properties.password}   (shown once)`,
  }
  invocation.showOne(made, [...columns.slice(0, 2), shown, ...columns.slice(3)])
  invocation.say(`It has no rights yet: carrel role assignment create --assignee ${name} --role ROLE`)
}

function stateCommand(verb: 'disable' | 'enable', isDisabled: boolean): ApiCommand {
  const summary = isDisabled
    ? 'Let a user sign in no longer, and end its sessions; nothing of it is removed'
    : 'Let a disabled user sign in again'
  return {
    usage: `${verb} <user>`,
    summary,
    examples: [`carrel user ${verb} ana`],
    completes: { user: userNames },
    async run(invocation) {
      const name = invocation.argument('user')
      const session = await invocation.session()
      // Without a look first, a misspelt name would be created.
      await session.call('GET', directoryUrl('users', name))
      const user = await session.call<UserDocument>('PUT', directoryUrl('users', name), { isDisabled })
      invocation.showOne(user, columns)
    },
  }
}

/** Never an option: other accounts see those of a running command. */
async function passwordFrom(invocation: Invocation): Promise<string | undefined> {
  if (!invocation.isOn('password-stdin')) return undefined
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (password !== '') return password
  throw new CliFailure('Standard input holds no password.', undefined, exitCodes.badUsage)
}
