import { expect, test } from 'vitest'
import { createSession } from './session.ts'
import type { ApiAnswer, Transport } from './transport.ts'

const target = {
  origin: 'test',
  account: 'ana',
  endpoint: 'https://localhost:8443',
  aliases: ['https://carrel.team.test:8443'],
  tenantId: 't',
  ca: undefined,
  place: { subscription: 's/1', resourceGroup: 'g', workspace: undefined },
  person: undefined,
}

/** Answers in turn, and remembers what was asked. */
function open(...answers: Partial<ApiAnswer>[]) {
  const asked: string[] = []
  const tokens: boolean[] = []
  const transport: Transport = {
    open: () => Promise.reject(new Error('nothing is streamed here')),
    async send(url, { method }) {
      asked.push(`${method} ${url.href}`)
      return { status: 200, headers: {}, body: {}, ...answers.shift() }
    },
  }
  const token = async (isStale: boolean) => {
    tokens.push(isStale)
    return 'token'
  }
  return { asked, tokens, session: createSession({ target, transport, token }) }
}

test('a list is all of its pages, by the links the API gave out', async () => {
  const nextLink = 'https://carrel.team.test:8443/things?$skiptoken=2'
  const { session, asked } = open({ body: { value: [1], nextLink } }, { body: { value: [2] } })
  expect(await session.list('/things')).toEqual([1, 2])
  expect(asked).toEqual(['GET https://localhost:8443/things', 'GET https://localhost:8443/things?$skiptoken=2'])
})

test('BA-38: a list that is asked for by POST is all of its pages too', async () => {
  const nextLink = 'https://localhost:8443/files?$skiptoken=2'
  const { session, asked } = open({ body: { value: [1], nextLink } }, { body: { value: [2] } })
  expect(await session.list('/files', 'POST')).toEqual([1, 2])
  expect(asked).toEqual(['POST https://localhost:8443/files', 'POST https://localhost:8443/files?$skiptoken=2'])
})

test('a link to somewhere else gets neither a request nor the token', async () => {
  const { session, asked, tokens } = open({ body: { value: [1], nextLink: 'https://evil.test/things' } })
  await expect(session.list('/things')).rejects.toThrow('gave out a link to https://evil.test')
  expect([asked.length, tokens.length]).toEqual([1, 1])
})

test.each(['/workspaces/main/clusters/..?a=b', '/clusters/./nodes', '/clusters/%2E%2e'])(
  '%s would lead to what is above, and is not asked',
  async (path) => {
    const { session, asked } = open()
    await expect(session.call('DELETE', path)).rejects.toThrow('Nothing is called')
    expect(asked).toEqual([])
  },
)

test('names with dots in them are names', async () => {
  const { session, asked } = open()
  await session.call('GET', '/clusters/a..b?path=..')
  expect(asked).toEqual(['GET https://localhost:8443/clusters/a..b?path=..'])
})

test('a token that is refused is replaced once', async () => {
  const { session, tokens } = open({ status: 401 }, { status: 401, body: { error: { code: 'X', message: 'No.' } } })
  await expect(session.call('GET', '/x')).rejects.toMatchObject({ status: 401, code: 'X' })
  expect(tokens).toEqual([false, true])
})

test('names become one segment of a path each, and what is not chosen says how to choose it', () => {
  const { session } = open()
  expect(session.groupId()).toBe('/subscriptions/s%2F1/resourceGroups/g')
  expect(() => session.workspaceId()).toThrow('No workspace is chosen.')
})
