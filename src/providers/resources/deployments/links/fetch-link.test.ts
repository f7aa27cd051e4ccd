import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFetchLink } from './fetch-link.ts'
import { publicLinksOnly } from './link-settings.ts'

const anywhere = { mirrors: [], allowsHttp: true, allowsPrivate: true }
const small = { maxBytes: 1000, timeoutMs: 10_000 }

async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

describe('fetching a link', () => {
  test.each([
    'https://127.0.0.1/x.json',
    'https://127.1/x.json',
    'https://2130706433/x.json',
    'https://0x7f000001/x.json',
    'https://[::1]/x.json',
    'https://[::ffff:127.0.0.1]/x.json',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/x.json',
    'https://localhost/x.json',
  ])('%s is not reached: it is no public address', async (uri) => {
    await expect(createFetchLink(publicLinksOnly)(uri)).rejects.toMatchObject({
      code: 'InvalidContentLink',
      status: 400,
      message: expect.stringMatching(/not on the public internet/),
    })
  })

  test.each([
    ['http://example.com/x.json', /only addresses with https/],
    ['file:///etc/passwd', /not an address that starts with https/],
    ['ftp://example.com/x', /not an address that starts with https/],
    ['https://user:secret@example.com/x', /user name or password/],
    ['x.json', /not an address/],
  ])('%s is refused', async (uri, message) => {
    await expect(createFetchLink(publicLinksOnly)(uri)).rejects.toThrow(message)
  })

  test.each([
    ['another protocol', 'HTTP/1.1 101 No\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'],
    ['a status there is none of', 'HTTP/1.1 000 None\r\nContent-Length: 0\r\n\r\n'],
    [
      'what it says is packed',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\xff',
    ],
    ['a way to nowhere', 'HTTP/1.1 302 No\r\nLocation: ://x\r\nContent-Length: 0\r\n\r\n'],
  ])('a server that answers %s is not waited for', async (_what, bytes) => {
    await using server = await serve((request) => void request.socket.end(Buffer.from(bytes, 'latin1')))
    await expect(createFetchLink(anywhere)(`${server.url}/t.json`)).rejects.toMatchObject({
      code: 'InvalidContentLink',
      message: expect.not.stringContaining('did not come within'),
    })
  })

  test('where private addresses are allowed, they are fetched', async () => {
    await using server = await serve((_request, response) => response.end('{"a":1}'))
    expect(await createFetchLink(anywhere)(`${server.url}/t.json`)).toBe('{"a":1}')
  })

  test('a name that leads to a private address is found out where it is connected to', async () => {
    await using server = await serve((_request, response) => response.end('{}'))
    const settings = { ...anywhere, allowsPrivate: false }
    await expect(createFetchLink(settings)(`http://localhost:${server.port}/t`)).rejects.toThrow(/not on the public/)
  })

  test('each redirect is looked at again, and there are three at most', async () => {
    await using server = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('here')
      else response.writeHead(302, { location: `/${left - 1}` }).end()
    })
    const fetchLink = createFetchLink(anywhere)
    expect(await fetchLink(`${server.url}/3`)).toBe('here')
    await expect(fetchLink(`${server.url}/4`)).rejects.toThrow(/redirected more than 3 times/)
  })

  test('a redirect from a mirror to a private address is not followed', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(302, { location: 'https://10.0.0.1/secret' }).end()
    })
    const mirrors = [{ prefix: 'https://templates.example/', to: `${server.url}/` }]
    await expect(createFetchLink({ ...publicLinksOnly, mirrors })('https://templates.example/a.json')).rejects.toThrow(
      /'10.0.0.1' is not on the public internet/,
    )
  })

  test('what is too large is cut off, whether it says so or not', async () => {
    await using server = await serve((request, response) => {
      if (request.url === '/told') response.setHeader('content-length', '5000')
      response.end('x'.repeat(5000))
    })
    const fetchLink = createFetchLink(anywhere, small)
    await expect(fetchLink(`${server.url}/told`)).rejects.toThrow(/larger than 1000 bytes/)
    await expect(fetchLink(`${server.url}/untold`)).rejects.toThrow(/larger than 1000 bytes/)
  })

  test('what does not come in time is given up, and the message keeps signatures to itself', async () => {
    await using server = await serve(() => undefined)
    const asked = createFetchLink(anywhere, { ...small, timeoutMs: 50 })(`${server.url}/slow?sig=secret`)
    const error = await asked.catch((reason: Error) => reason)
    expect(String(error)).toMatch(/did not come within 0.05 seconds/)
    expect(String(error)).not.toContain('secret')
  })

  test('another answer than 200 is told', async () => {
    await using server = await serve((_request, response) => response.writeHead(404).end())
    await expect(createFetchLink(anywhere)(server.url)).rejects.toThrow(/the answer was HTTP 404/)
  })
})

describe('a mirror', () => {
  async function folder() {
    const path = await mkdtemp(join(tmpdir(), 'carrel-mirror-'))
    await writeFile(join(path, 'a b.json'), '{"from":"disk"}')
    await symlink('/etc/passwd', join(path, 'out'))
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
  }

  test('serves what is beneath its prefix from a folder, and nothing else from there', async () => {
    await using made = await folder()
    const mirrors = [{ prefix: 'https://raw.example/Azure/', to: made.path }]
    const fetchLink = createFetchLink({ ...publicLinksOnly, mirrors })
    expect(await fetchLink('https://raw.example/Azure/a%20b.json?x=1')).toBe('{"from":"disk"}')
    await expect(fetchLink('https://raw.example/Azure/none.json')).rejects.toThrow(/has no such file/)
    await expect(fetchLink('https://raw.example/Azure/out')).rejects.toThrow(/leads out of the folder/)
    await expect(fetchLink('https://raw.example/Azure/..%2f..%2fetc%2fpasswd')).rejects.toThrow(
      /leads out of the folder|has no such file/,
    )
    await expect(fetchLink('https://raw.example/Azure/')).rejects.toThrow(/leads out of the folder/)
    await expect(
      createFetchLink({ ...publicLinksOnly, mirrors }, small)('https://127.0.0.1/Azure/a%20b.json'),
    ).rejects.toThrow(/not on the public/)
  })
})
