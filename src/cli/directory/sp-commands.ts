// `sp …`: identities for scripts and programs.

import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { accessVersion, findRole, roleNames } from '../access/find-role.ts'
import { scopeOf, scopeOption } from '../access/scope.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import { directoryAction, directoryUrl, minutes, type ServicePrincipalDocument } from './documents.ts'
import { findPrincipal } from './find-principal.ts'

interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly objectId: string
  readonly tenantId: string
}

const type = 'servicePrincipals'
const columns: Column<ServicePrincipalDocument>[] = [
  { title: 'NAME', cell: ({ properties }) => properties.displayName },
  { title: 'CLIENT ID', cell: ({ properties }) => properties.clientId },
  { title: 'SIGNS IN BY', cell: meansOf },
  { title: 'STATE', cell: ({ properties }) => (properties.isDisabled ? 'disabled' : 'active') },
  { title: 'OBJECT ID', cell: ({ properties }) => properties.objectId },
  { title: 'CREATED', cell: ({ properties }) => minutes(properties.createdAt) },
]
const credentialColumns: Column<Credentials>[] = [
  { title: 'CLIENT ID', cell: ({ clientId }) => clientId },
  { title: 'CLIENT SECRET', cell: ({ clientSecret }) => `${clientSecret}   (shown this once)` },
  { title: 'OBJECT ID', cell: ({ objectId }) => objectId },
  { title: 'TENANT', cell: ({ tenantId }) => tenantId },
]
const jsonOption = {
  flags: '--json',
  summary: 'print clientId, clientSecret, objectId and tenantId as one line of JSON',
}

async function programNames(invocation: Invocation): Promise<string[]> {
  const session = await invocation.session()
  return (await session.list<ServicePrincipalDocument>(directoryUrl(type))).map(({ name }) => name)
}

export const servicePrincipalCommandList: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List the service principals',
    examples: ['carrel sp list', 'carrel sp list --query "[?properties.displayName==\'ci\'].name" -o tsv'],
    async run(invocation) {
      const found = await (await invocation.session()).list<ServicePrincipalDocument>(directoryUrl(type))
      invocation.showList(found, { columns, empty: 'No service principals. Make one: carrel sp create NAME' })
    },
  },
  {
    usage: 'show <sp>',
    summary: 'Show one service principal',
    examples: ['carrel sp show ci', 'carrel sp show CLIENT-ID -o json'],
    completes: { sp: programNames },
    async run(invocation) {
      invocation.showOne(await named(await invocation.session(), invocation.argument('sp')), columns)
    },
  },
  {
    usage: 'create <name>',
    summary: 'Create a service principal and give it a role; the secret is shown this once',
    examples: [
      'carrel sp create ci --role Contributor --json',
      'carrel sp create reader --role Reader --scope /subscriptions/ID/resourceGroups/vision',
    ],
    options: [
      { flags: '--role <role>', summary: 'name of a role', default: 'Contributor', completes: roleNames },
      scopeOption,
      jsonOption,
    ],
    run: createProgram,
  },
  {
    usage: 'delete <sp>',
    summary: 'Delete a service principal with the roles given to it',
    examples: ['carrel sp delete ci --yes'],
    completes: { sp: programNames },
    asks: true,
    async run(invocation) {
      const session = await invocation.session()
      const { properties } = await named(session, invocation.argument('sp'))
      const { displayName, clientId } = properties
      await invocation.confirm(`Delete the service principal ${displayName} (${clientId}) and every role given to it?`)
      await session.call('DELETE', directoryUrl(type, clientId))
      invocation.say(`${displayName} is deleted.`)
    },
  },
  {
    usage: 'reset-secret <sp>',
    summary: 'Give a service principal another secret; the old one and what it signed in end',
    examples: ['carrel sp reset-secret ci --json'],
    options: [jsonOption],
    completes: { sp: programNames },
    async run(invocation) {
      const session = await invocation.session()
      const { properties } = await named(session, invocation.argument('sp'))
      showCredentials(invocation, await session.call('POST', directoryAction(type, properties.clientId, 'resetSecret')))
    },
  },
  {
    usage: 'add-certificate <sp> <file>',
    summary: 'Let a service principal sign in with a certificate (PEM; only its public half is sent)',
    examples: ['carrel sp add-certificate ci ci.pem'],
    completes: { sp: programNames },
    run: addCertificate,
  },
  {
    usage: 'sign-out <sp>',
    summary: 'End every token of a service principal',
    examples: ['carrel sp sign-out ci'],
    completes: { sp: programNames },
    async run(invocation) {
      const session = await invocation.session()
      const { properties } = await named(session, invocation.argument('sp'))
      await session.call('POST', directoryAction(type, properties.clientId, 'signOut'))
      invocation.say(`${properties.displayName} is signed out everywhere.`)
    },
  },
]

async function createProgram(invocation: Invocation): Promise<void> {
  const session = await invocation.session()
  const scope = scopeOf(invocation, session)
  // Before anything is made: a role that is not there makes no principal that nobody asked for.
  const role = await findRole(session, scope, invocation.option('role') ?? 'Contributor')
  const displayName = invocation.argument('name')
  const { clientId, clientSecret, objectId, tenantId } = await session.call<Credentials>('POST', directoryUrl(type), {
    displayName,
  })
  const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?${accessVersion}`
  const properties = { roleDefinitionId: role.id, principalId: objectId, principalType: 'ServicePrincipal' }
  await session.call('PUT', assignment, { properties }).catch(async (error: unknown) => {
    await session.send('DELETE', directoryUrl(type, clientId))
    throw error
  })
  showCredentials(invocation, { clientId, clientSecret, objectId, tenantId })
  invocation.say(`${displayName} is ${role.properties.roleName} at ${scope === '' ? '/' : scope}.`)
}

async function addCertificate(invocation: Invocation): Promise<void> {
  const path = invocation.argument('file')
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliFailure(`${path} cannot be read: ${error instanceof Error ? error.message : error}`)
  })
  // A file for `az login` holds the private key too: that is nobody's but its owner's.
  const [certificate] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(content) ?? []
  if (certificate === undefined) {
    throw new CliFailure(
      `${path} holds no certificate.`,
      'a PEM file with BEGIN CERTIFICATE is needed',
      exitCodes.badUsage,
    )
  }
  const session = await invocation.session()
  const { properties } = await named(session, invocation.argument('sp'))
  const target = directoryAction(type, properties.clientId, 'addCertificate')
  const added = await session.call<object>('POST', target, { certificate })
  invocation.showOne(
    added,
    Object.keys(added).map((name) => ({ title: name, cell: (row) => (row as Record<string, unknown>)[name] })),
  )
}

function showCredentials(invocation: Invocation, { clientId, clientSecret, objectId, tenantId }: Credentials): void {
  const credentials = { clientId, clientSecret, objectId, tenantId }
  if (invocation.isOn('json')) invocation.terminal.print(`${JSON.stringify(credentials)}\n`)
  else invocation.showOne(credentials, credentialColumns)
}

/** By client id, object id or display name. */
async function named(session: Session, wanted: string): Promise<ServicePrincipalDocument> {
  const { objectId, kind } = await findPrincipal(session, wanted)
  if (kind === undefined || kind === 'ServicePrincipal') return session.call('GET', directoryUrl(type, objectId))
  throw new CliFailure(`'${wanted}' is a ${kind}, no service principal.`, 'see "carrel sp list"', exitCodes.notFound)
}

function meansOf({ properties }: ServicePrincipalDocument): string {
  const { hasSecret, certificates } = properties
  const kinds = [...(hasSecret ? ['secret'] : []), ...(certificates.length > 0 ? ['certificate'] : [])]
  return kinds.length === 0 ? 'nothing' : kinds.join(', ')
}
