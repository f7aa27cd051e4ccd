// One caller who asks for all the work there is: he waits behind himself and is told so, and the others are answered meanwhile.

import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { apiVersion } from '../support/arm-paths.ts'
import { deployments, group, startWithGroup, template, workspace } from '../support/deployment-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

/** Work that is felt: as long as one of them is looked at, nothing else is done. */
const costly = template({
  variables: {
    x: "[map(range(0, 100), lambda('i', map(range(0, 1000), lambda('j', add(lambdaVariables('i'), lambdaVariables('j'))))))]",
  },
  resources: [workspace("[string(length(variables('x')))]")],
})
const small = template({ resources: [workspace('ws1')] })

async function strangers(server: TestServer) {
  const [flooder, other] = [await server.principal('Owner'), await server.principal('Owner')]
  const ask = (question: string, { token }: { token: string }, content: object) =>
    server.call(
      'POST',
      deployments(server, question),
      { properties: { mode: 'Incremental', template: content } },
      { token },
    )
  return { flooder, other, ask }
}

test('who has costly templates checked is not the only one who is answered', async () => {
  await using server = await startWithGroup()
  const { flooder, other, ask } = await strangers(server)
  let answered = 0
  const flood = Array.from({ length: 16 }, async () => {
    const { status } = await ask('flood/validate', flooder, costly)
    answered++
    return status
  })
  for (let count = 0; count < 5; count++) {
    expect((await server.call('GET', `${group(server)}?${apiVersion}`, undefined, { token: other.token })).status).toBe(
      200,
    )
  }
  expect((await ask('mine/validate', other, small)).status).toBe(200)
  expect(answered).toBeLessThan(flood.length)
  expect(await Promise.all(flood)).toEqual(flood.map(() => 200))
})

test('who asks for more than can wait is told to wait, and nobody else is', async () => {
  const held: ServerResponse[] = []
  const slow = createServer((_request, response) => held.push(response))
  await once(slow.listen(0, '127.0.0.1'), 'listening')
  const { port } = slow.address() as { port: number }
  await using server = await startWithGroup({
    configured: { templateLinks: { mirrors: [], allowsHttp: true, allowsPrivate: true } },
  })
  const { flooder, other, ask } = await strangers(server)
  const linked = { properties: { mode: 'Incremental', templateLink: { uri: `http://127.0.0.1:${port}/t.json` } } }
  const statuses: number[] = []
  const flood = Array.from({ length: 70 }, async () => {
    const answer = await server.call('POST', deployments(server, 'flood/validate'), linked, { token: flooder.token })
    statuses.push(answer.status)
    return answer
  })
  await expect.poll(() => statuses.length).toBe(4)
  expect(statuses).toEqual([429, 429, 429, 429])
  expect((await ask('mine/validate', other, small)).status).toBe(200)
  const release = setInterval(() => {
    for (const response of held.splice(0)) response.end(JSON.stringify(small))
  }, 5)
  const answers = await Promise.all(flood)
  clearInterval(release)
  slow.close()
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused[0]).toMatchObject({ body: { error: { code: 'TooManyRequests' } }, headers: { 'retry-after': '1' } })
  expect(answers.filter(({ status }) => status === 200).length).toBe(66)
})

test('what-ifs of one person push out no answers of another', async () => {
  await using server = await startWithGroup()
  const { flooder, other, ask } = await strangers(server)
  const mine = await ask('mine/whatIf', other, small)
  expect(mine.status).toBe(202)
  const statuses: number[] = []
  for (let count = 0; count < 300; count++) statuses.push((await ask('flood/whatIf', flooder, small)).status)
  expect(statuses.every((status) => status === 202 || status === 429)).toBe(true)
  const found = await server.call('GET', path(mine.headers['location']), undefined, { token: other.token })
  expect([200, 202]).toContain(found.status)
})

test('many large what-ifs at once are refused beyond what waits', async () => {
  await using server = await startWithGroup()
  const { flooder, ask } = await strangers(server)
  const many = template({
    resources: [{ ...(workspace("[concat('ws', copyIndex())]") as object), copy: { name: 'all', count: 200 } }],
  })
  const statuses = (await Promise.all(Array.from({ length: 40 }, () => ask('flood/whatIf', flooder, many)))).map(
    ({ status }) => status,
  )
  expect(statuses).toContain(202)
  expect(statuses).toContain(429)
})

test('bodies that are announced and never come are counted against who announces them', async () => {
  await using server = await startWithGroup()
  const { flooder, other } = await strangers(server)
  await server.server.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.app.server.address() as { port: number }
  const open: Socket[] = []
  const put = async ({ token }: { token: string }, bytes: number) => {
    const socket = connect(port, '127.0.0.1')
    open.push(socket)
    const { promise, resolve } = Promise.withResolvers<void>()
    server.server.app.server.once('request', () => resolve())
    const head = [
      `PUT ${group(server)}?${apiVersion} HTTP/1.1`,
      ...['host: localhost:8443', 'x-forwarded-proto: https', 'content-type: application/json', 'connection: close'],
      ...[`authorization: Bearer ${token}`, `content-length: ${bytes}`],
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    await promise
    return socket
  }
  for (let count = 0; count < 16; count++) await put(flooder, 4 * 1024 * 1024)
  expect(await text(await put(flooder, 4 * 1024 * 1024))).toMatch(/^HTTP\/1\.1 429 [\s\S]*TooManyRequests/)
  const body = JSON.stringify({ location: 'eastus' })
  const others = await put(other, body.length)
  others.write(body)
  expect(await text(others)).toMatch(/^HTTP\/1\.1 200 /)
  const [first] = open
  const isGone = once(first as Socket, 'close')
  first?.destroy()
  await isGone
  await expect
    .poll(async () => {
      const again = await put(flooder, body.length)
      again.write(body)
      return (await text(again)).slice(0, 12)
    })
    .toBe('HTTP/1.1 200')
  for (const socket of open) socket.destroy()
})

test('who takes another address of his own network for each try is told to wait all the same', async () => {
  await using server = await startTestServer()
  const ask = (address: string) =>
    server.call('POST', '/organizations/oauth2/v2.0/devicecode', undefined, {
      token: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': address },
      raw: 'client_id=carrel-cli&scope=openid',
    })
  let last = await ask('2001:db8:0:1::1')
  for (let count = 2; count < 200 && last.status === 200; count++) last = await ask(`2001:db8:0:1::${count}`)
  expect(last.status).toBe(429)
  expect((await ask('2001:db8:0:2::1')).status).toBe(200)
})

function path(link: unknown): string {
  const { pathname, search } = new URL(String(link))
  return pathname + search
}
