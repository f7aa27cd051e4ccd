// What tests of the directory do over and over.

import { randomUUID } from 'node:crypto'
import type { Answer, TestServer } from './harness.ts'

const query = 'api-version=2026-11-01'

export interface Directory {
  /** `path` below `/providers/Carrel.Identity/`. As the administrator unless given a token. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>
  /** `path` below `/v1.0/`. */
  graph(method: string, path: string, body?: unknown, token?: string): Promise<Answer>
  /** Makes one; answers its object id. */
  user(name: string, body?: object): Promise<string>
  group(name: string, ...memberIds: readonly string[]): Promise<string>
  /** Assigns a built-in role. */
  assign(role: string, principalId: string, scope?: string): Promise<Answer>
  /** Whether this token reads the subscription. */
  reads(token: string): Promise<boolean>
  /** Names of the role assignments that stand in this principal's name. */
  assignmentsOf(principalId: string): Promise<string[]>
}

const roleIds: Readonly<Record<string, string>> = {
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
}

export function directoryOf(server: TestServer): Directory {
  const as = (token: string | undefined) => (token === undefined ? {} : { token })
  const call: Directory['call'] = (method, path, body, token) =>
    server.call(method, `/providers/Carrel.Identity/${path}?${query}`, body, as(token))
  const made = async (path: string, body: unknown) => {
    const answer = await call('PUT', path, body)
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body.properties.objectId as string
  }
  return {
    call,
    graph: (method, path, body, token) => server.call(method, `/v1.0/${path}`, body, as(token)),
    user: (name, body = {}) => made(`users/${name}`, body),
    async group(name, ...memberIds) {
      const id = await made(`groups/${name}`, {})
      for (const member of memberIds) await call('PUT', `groups/${name}/members/${member}`)
      return id
    },
    assign: (role, principalId, scope = server.subscription) =>
      server.call(
        'PUT',
        `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=2022-04-01`,
        {
          properties: {
            roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roleIds[role]}`,
            principalId,
          },
        },
      ),
    async reads(token) {
      return (
        (await server.call('GET', `${server.subscription}?api-version=2022-12-01`, undefined, { token })).status === 200
      )
    },
    async assignmentsOf(principalId) {
      const rows = await server.store.list({ type: 'Microsoft.Authorization/roleAssignments' })
      return rows
        .filter(({ desired }) => (desired as { principalId: string }).principalId === principalId)
        .map(({ name }) => name)
    },
  }
}
