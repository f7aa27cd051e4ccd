// Who may do what with the files of a workspace: by the actions Azure has for a workspace's files, which the roles give as
// they are published. The table is written by hand.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileRoutes } from '../../src/http/files/mount-files.ts'
import { type FileServer, startFileServer } from '../support/file-server.ts'
import { makeRole } from './access/stage.ts'

let place: FileServer
const tokens = new Map<string, string>()
const roles = [
  'Owner',
  'Contributor',
  'AzureML Data Scientist',
  'Reader',
  'AzureML Compute Operator',
  'nobody',
] as const
const writers: readonly string[] = roles.slice(0, 3)
const readers: readonly string[] = roles.slice(0, 4)

beforeAll(async () => {
  place = await startFileServer()
  for (const role of roles) tokens.set(role, (await place.server.principal(role === 'nobody' ? undefined : role)).token)
  await place.files('PUT content', { path: 'there' }, { body: 'x' })
})
afterAll(() => place[Symbol.asyncDispose]())

const storage = 'Microsoft.MachineLearningServices/workspaces/notebooks/storage'

interface Case {
  readonly request: string
  readonly query?: Record<string, string>
  readonly body?: unknown
  readonly action: string
  readonly by: readonly string[]
  /** For those who may. */
  readonly status: number
}

const cases: readonly Case[] = [
  { request: 'GET entries', query: { path: '' }, action: 'read', by: readers, status: 200 },
  { request: 'GET entry', query: { path: 'there' }, action: 'read', by: readers, status: 200 },
  { request: 'GET content', query: { path: 'there' }, action: 'download/action', by: writers, status: 200 },
  { request: 'HEAD content', query: { path: 'there' }, action: 'download/action', by: writers, status: 200 },
  { request: 'GET zip', query: { path: 'there' }, action: 'download/action', by: writers, status: 200 },
  { request: 'PUT content', query: { path: 'there' }, body: 'y', action: 'upload/action', by: writers, status: 201 },
  { request: 'GET uploads', action: 'upload/action', by: writers, status: 200 },
  { request: 'POST uploads', body: { path: 'new', size: 1 }, action: 'upload/action', by: writers, status: 201 },
  { request: 'GET uploads/none', action: 'upload/action', by: writers, status: 404 },
  {
    request: 'PATCH uploads/none',
    query: { offset: '0' },
    body: 'y',
    action: 'upload/action',
    by: writers,
    status: 404,
  },
  { request: 'DELETE uploads/none', action: 'upload/action', by: writers, status: 404 },
  { request: 'POST uploads/none/commit', action: 'upload/action', by: writers, status: 404 },
  { request: 'PUT folder', query: { path: 'made', parents: 'true' }, action: 'write', by: writers, status: 201 },
  { request: 'POST move', body: { from: 'absent', to: 'x' }, action: 'write', by: writers, status: 404 },
  { request: 'DELETE entry', query: { path: 'absent' }, action: 'delete', by: writers, status: 404 },
]

describe.each(cases)('$request', ({ request, query = {}, body, action, by, status }) => {
  test('anonymous: 401', async () => {
    expect((await place.files(request, query, { body, token: null })).status).toBe(401)
  })

  test.each(roles)('%s', async (role) => {
    const answer = await place.files(request, query, { body, token: tokens.get(role) ?? null })
    expect(answer.status).toBe(by.includes(role) ? status : 403)
    if (!by.includes(role) && !request.startsWith('HEAD'))
      expect(answer.body.error.message).toContain(`action '${storage}/${action}' over scope '${place.workspaceId}'`)
  })
})

test('every route has a case', () => {
  const offered = fileRoutes.flatMap(({ method, path, action }) =>
    [method].flat().map((each) => `${each} ${path.replace(':id', 'none')} ${action}`),
  )
  expect(offered.sort()).toEqual(cases.map(({ request, action }) => `${request} ${storage}/${action}`).sort())
})

test('a custom role gives one of them alone, from the next request on', async () => {
  const { server, files } = place
  const name = await makeRole(server, [`${storage}/upload/action`])
  const { token, objectId } = await server.principal(undefined)
  const put = () => files('PUT content', { path: 'drop' }, { body: 'x', token })
  expect((await put()).status).toBe(403)
  await server.call(
    'PUT',
    `${place.workspaceId}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}?api-version=2022-04-01`,
    {
      properties: {
        roleDefinitionId: `${server.subscription}/providers/Microsoft.Authorization/roleDefinitions/${name}`,
        principalId: objectId,
      },
    },
  )
  expect((await put()).status).toBe(201)
  expect((await files('GET content', { path: 'drop' }, { token })).status).toBe(403)
})

test('without rights, a workspace that is there and one that is not answer alike', async () => {
  const { server, workspaceId } = place
  const ask = (id: string) =>
    server.call('GET', `${id}/providers/Carrel.Files/entries?path=&api-version=2026-11-01`, undefined, {
      token: tokens.get('nobody') ?? null,
    })
  expect([(await ask(workspaceId)).status, (await ask(`${workspaceId}2`)).status]).toEqual([403, 403])
  const absent = await server.call('GET', `${workspaceId}2/providers/Carrel.Files/entries?path=&api-version=2026-11-01`)
  expect(absent.body.error.code).toBe('ResourceNotFound')
})
