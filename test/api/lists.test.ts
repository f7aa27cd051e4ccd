import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later, remove } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

interface Page {
  readonly value: readonly { readonly name: string }[]
  readonly nextLink?: string
}

const names = (page: Page) => page.value.map(({ name }) => name)

async function page(server: TestServer, path: string, token?: string): Promise<Page> {
  const answer = await server.call('GET', path, undefined, token === undefined ? {} : { token })
  expect([answer.status, answer.body.error]).toEqual([200, undefined])
  return answer.body
}

/** Follows nextLink verbatim until there is none. */
async function pages(server: TestServer, path: string, token?: string): Promise<Page[]> {
  const first = await page(server, path, token)
  if (first.nextLink === undefined) return [first]
  const next = new URL(first.nextLink)
  expect(next.origin).toBe('https://localhost:8443')
  return [first, ...(await pages(server, next.pathname + next.search, token))]
}

async function withComputes(server: TestServer, count: number) {
  const place = await makeWorkspace(server)
  const all = Array.from({ length: count }, (_, index) => `one-${String(index).padStart(3, '0')}`)
  for (const name of all)
    await server.call('PUT', `${place.computeId(name)}?${apiVersion}`, computeBody({ vmSize: 'STANDARD_A1_V2' }))
  await server.settle()
  return { ...place, all, list: `${place.workspaceId}/computes?${apiVersion}` }
}

describe('a list', () => {
  test('in pages shows each once, in order, and has no nextLink at its end', async () => {
    await using server = await startTestServer()
    const { list, all } = await withComputes(server, 7)
    for (const [top, sizes] of [
      [3, [3, 3, 1]],
      [7, [7]],
      [1, [1, 1, 1, 1, 1, 1, 1]],
      [100_000, [7]],
    ] as const) {
      const found = await pages(server, `${list}&$top=${top}`)
      expect(found.map((each) => each.value.length)).toEqual(sizes)
      expect(found.flatMap(names)).toEqual(all)
      expect(Object.keys(found.at(-1) ?? {})).toEqual(['value'])
    }
  })

  test('without $top has at most 200 on a page', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    for (let index = 0; index < 205; index++) {
      const id = `${groupId}/providers/Microsoft.MachineLearningServices/workspaces/many-${index}`
      await server.call('PUT', `${id}?${apiVersion}`, { location: 'eastus', properties: {} })
    }
    const found = await pages(server, `${groupId}/providers/Microsoft.MachineLearningServices/workspaces?${apiVersion}`)
    expect(found.map((each) => each.value.length)).toEqual([200, 6])
  })

  test('skips and repeats nothing while rows come and go between its pages', async () => {
    await using server = await startTestServer()
    const { list, computeId } = await withComputes(server, 6)
    const first = await page(server, `${list}&$top=3`)
    await remove(server, computeId('one-000'))
    await remove(server, computeId('one-002'))
    await later(server)
    await server.call('PUT', `${computeId('one-000a')}?${apiVersion}`, computeBody())
    await server.call('PUT', `${computeId('one-004a')}?${apiVersion}`, computeBody())
    const next = new URL(first.nextLink ?? '')
    const rest = await pages(server, next.pathname + next.search)
    expect(rest.flatMap(names)).toEqual(['one-003', 'one-004', 'one-004a', 'one-005'])
  })

  test('keeps what else was asked for in its nextLink', async () => {
    await using server = await startTestServer()
    const { list } = await withComputes(server, 2)
    const first = await page(server, `${list}&$TOP=1&x=y%26z`)
    const next = new URL(first.nextLink ?? '')
    expect(next.searchParams.get('api-version')).toBe('2024-10-01')
    expect(next.searchParams.get('x')).toBe('y&z')
    expect(next.searchParams.getAll('$skipToken')).toHaveLength(1)
  })

  test.each(['0', '-1', 'x', '1e9', '1.5', '', '9999999', '1;drop'])('with $top=%j is refused', async (top) => {
    await using server = await startTestServer()
    const { list } = await withComputes(server, 0)
    const answer = await server.call('GET', `${list}&$top=${encodeURIComponent(top)}`)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidQueryParameter'])
  })

  test('with a token it did not give out is refused, or shows nothing that is not its own', async () => {
    await using server = await startTestServer()
    const { list, groupId } = await withComputes(server, 2)
    const other = await makeWorkspace(server, 'other')
    await server.call('PUT', `${other.computeId('secret')}?${apiVersion}`, computeBody())
    await server.settle()
    const { token } = await server.principal('Reader', groupId)
    const encoded = (text: string) => Buffer.from(text).toString('base64url')
    for (const hostile of [
      '',
      'x',
      '!!',
      '/',
      encoded('x'),
      `${encoded('/')}=`,
      encoded('/a%'),
      encoded("/' or ''='"),
      'A'.repeat(5_000),
    ]) {
      const answer = await server.call('GET', `${list}&$skipToken=${encodeURIComponent(hostile)}`, undefined, { token })
      expect(answer.status).toBeOneOf([200, 400])
      if (answer.status === 200) expect(JSON.stringify(answer.body)).not.toContain('secret')
    }
    for (const key of ['/', other.workspaceId.toLowerCase(), `${other.workspaceId}/computes/a`]) {
      const found = await pages(server, `${list}&$skipToken=${encoded(key)}`, token)
      expect(found.flatMap(names).filter((name) => name === 'secret')).toEqual([])
    }
  })

  test('goes on from $skip, as the published lists of computes call the token, and takes no number for one', async () => {
    await using server = await startTestServer()
    const { list, all } = await withComputes(server, 5)
    const first = await page(server, `${list}&$top=2`)
    const token = new URL(first.nextLink ?? '').searchParams.get('$skipToken')
    const rest = await pages(server, `${list}&$top=2&$skip=${token}`)
    expect([...names(first), ...rest.flatMap(names)]).toEqual(all)
    const counted = await server.call('GET', `${list}&$skip=1`)
    expect([counted.status, counted.body.error.code]).toEqual([400, 'InvalidSkipToken'])
  })

  test('with a filter it does not know is refused', async () => {
    await using server = await startTestServer()
    const { list } = await withComputes(server, 1)
    const answer = await server.call('GET', `${list}&$filter=${encodeURIComponent("name eq 'x'")}`)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'UnsupportedQuery'])
    expect(names(await page(server, `${list}&$filter=`))).toEqual(['one-000'])
  })

  test('filters pages by what the caller may read', async () => {
    await using server = await startTestServer()
    const { list, computeId } = await withComputes(server, 9)
    const { token } = await server.principal('Reader', computeId('one-008'))
    const found = await pages(server, `${list}&$top=2`, token)
    expect(found.flatMap(names)).toEqual(['one-008'])
  })

  test('names of one group never spill into another whose name begins alike', async () => {
    await using server = await startTestServer()
    await makeWorkspace(server, 'lab', 'ws1')
    await makeWorkspace(server, 'lab-2', 'ws2')
    await makeWorkspace(server, 'lab_', 'ws3')
    const list = `${server.subscription}/resourceGroups/lab/providers/Microsoft.MachineLearningServices/workspaces?${apiVersion}`
    expect(names(await page(server, list))).toEqual(['ws1'])
  })
})
