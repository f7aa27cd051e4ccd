// What each of those who try the operations of `cases.ts` finds: resources of his own to change and to delete.

import { randomUUID } from 'node:crypto'
import { apiVersion, computeBody, makeWorkspace, paths } from '../../support/arm-paths.ts'
import type { TestServer } from '../../support/harness.ts'
import type { AccessCase } from './cases.ts'
import { makeDatastores } from './datastore-cases.ts'
import { makeDeployments } from './deployment-cases.ts'
import { makeBatchAi } from './make-batch-ai.ts'
import { makeDirectory } from './make-directory.ts'
import { makePolicies } from './policy-cases.ts'
import { makeStored } from './stored-cases.ts'

export interface Somebody {
  /** Undefined: the harness's own, Owner of everything. */
  readonly token: string | undefined
  readonly objectId: string
  readonly names: Readonly<Record<string, string>>
}

/** Names for the cases; `who` is letters, digits and dashes. A group `lab` with workspace `ws1` and `compute` must be there. */
export async function makeNames(server: TestServer, who: string): Promise<Record<string, string>> {
  const grantee = await server.principal(undefined)
  const other = await server.principal(undefined)
  const victim = `of-${who}`
  await makeWorkspace(server, victim, 'ws1')
  await makeWorkspace(server, 'lab', victim)
  const { computeId } = paths(server)
  await server.call('PUT', `${computeId(victim)}?${apiVersion}`, computeBody({ vmSize: 'STANDARD_A1_V2' }))
  return {
    subscription: server.installation.subscriptionId,
    group: 'lab',
    workspace: 'ws1',
    compute: 'compute',
    location: 'eastus',
    victim,
    newCompute: `by-${who}`,
    assignment: await assign(server, { to: other.objectId }),
    victimAssignment: await assign(server, { to: (await server.principal(undefined)).objectId }),
    newAssignment: randomUUID(),
    grantee: grantee.objectId,
    newRole: randomUUID(),
    victimRole: await makeRole(server, [`*/read`]),
    lock: await lock(server, `kept-${who}`),
    victimLock: await lock(server, `freed-${who}`),
    newLock: `by-${who}`,
    ...(await makeBatchAi(server, who)),
    ...(await makeDirectory(server, who)),
    ...(await makeStored(server, who)),
    ...(await makeDatastores(server, who)),
    ...(await makeDeployments(server, who)),
    ...(await makePolicies(server, who)),
  }
}

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
const authorization = 'providers/Microsoft.Authorization'

/** At the subscription; answers its name. */
export async function assign(
  server: TestServer,
  { to, role = reader }: { to: string; role?: string },
): Promise<string> {
  const name = randomUUID()
  const properties = { roleDefinitionId: `/${authorization}/roleDefinitions/${role}`, principalId: to }
  const id = `${server.subscription}/${authorization}/roleAssignments/${name}`
  const { status } = await server.call('PUT', `${id}?api-version=2022-04-01`, { properties })
  if (status !== 201) throw new Error(`not assigned: ${status}`)
  return name
}

/** A custom role of the subscription; answers its name. */
export async function makeRole(
  server: TestServer,
  actions: readonly string[],
  notActions: readonly string[] = [],
): Promise<string> {
  const name = randomUUID()
  const permissions = [{ actions, notActions }]
  const properties = { roleName: `Role ${name}`, permissions, assignableScopes: [server.subscription] }
  const id = `${server.subscription}/${authorization}/roleDefinitions/${name}`
  const { status } = await server.call('PUT', `${id}?api-version=2022-04-01`, { properties })
  if (status !== 201) throw new Error(`no role: ${status}`)
  return name
}

async function lock(server: TestServer, name: string): Promise<string> {
  const place = `${paths(server).computeId('compute')}/${authorization}/locks/${name}`
  await server.call('PUT', `${place}?api-version=2020-05-01`, { properties: { level: 'CanNotDelete' } })
  return name
}

/** Null: without a token. */
export function send(
  server: TestServer,
  one: AccessCase,
  as: Pick<Somebody, 'names'> & { token: string | null | undefined },
) {
  const [method = ''] = one.operation.split(' ')
  const path = `${filled(one.path, as.names)}?api-version=2026-11-01&underlyingResourceAction=Delete&${one.query ?? ''}`
  const body = one.body === undefined ? undefined : JSON.parse(filled(JSON.stringify(one.body), as.names))
  return server.call(method === 'LIST' ? 'GET' : method, path, body, as.token === undefined ? {} : { token: as.token })
}

export function filled(text: string, names: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name]
    if (value === undefined) throw new Error(`the case names '${name}', which is nothing`)
    return value
  })
}
