import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { TerminalError } from '../../base/errors.ts'
import { createLog } from '../../base/log.ts'
import { isUnanswered } from './docker-errors.ts'
import { openDocker } from './open-docker.ts'
import { fetchedImages } from './sidecars/fetched-images.ts'
import { ensureImage, type ImagePlace } from './sidecars/pull-image.ts'

interface Fake extends AsyncDisposable {
  readonly socketPath: string
}

/** Answers every question the same way; undefined: nobody listens there. */
async function docker(answer: ((path: string, response: ServerResponse) => void) | undefined): Promise<Fake> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-docker-'))
  const socketPath = join(folder, 'docker.sock')
  const server = answer && createServer(({ url = '' }, response) => answer(url, response))
  if (server !== undefined) await once(server.listen(socketPath), 'listening')
  return {
    socketPath,
    async [Symbol.asyncDispose]() {
      server?.closeAllConnections()
      server?.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** As one that is killed while it speaks. */
function breakOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
  response.write('[{"Id":', () => response.socket?.destroy())
}

function placeOf(fake: Fake): ImagePlace {
  const client = openDocker(fake)
  const log = createLog('test', 'silent')
  const folder = join(dirname(fake.socketPath), 'fetched')
  const images = fetchedImages({ docker: client, folder, maxBytes: 1, log })
  return { docker: client, allowedImages: ['docker.io'], fetchedImages: images }
}

describe('a Docker that is killed', () => {
  test.each([
    ['in the middle of its answer', (_: string, response: ServerResponse) => breakOff(response)],
    ['before it answers', (_: string, response: ServerResponse) => void response.socket?.destroy()],
    ['long before it is asked', undefined],
  ])('%s has answered nothing', async (_, answer) => {
    await using fake = await docker(answer)
    const client = openDocker(fake)
    const failures = await Promise.allSettled([client.listContainers(), client.getContainer('one').inspect()])
    expect(failures.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    for (const each of failures) expect(each.status === 'rejected' && isUnanswered(each.reason)).toBe(true)
  })

  test('while it fetches an image has not said that the image cannot be had', async () => {
    await using fake = await docker((path, response) =>
      path.startsWith('/images/create') ? breakOff(response) : response.writeHead(404).end('{}'),
    )
    const fetching = ensureImage(placeOf(fake), 'docker.io/library/one:1', {})
    await expect(fetching).rejects.toSatisfy(isUnanswered)
  })
})

describe('a Docker that answers', () => {
  test('is heard to the end', async () => {
    await using fake = await docker((_, response) => response.end('[{"Id":"one"}]'))
    const client = openDocker({ socketPath: `unix://${fake.socketPath}` })
    for (const _ of [1, 2, 3]) expect(await client.listContainers()).toEqual([{ Id: 'one' }])
  })

  test('that something cannot be done has answered', async () => {
    await using fake = await docker((_, response) => response.writeHead(500).end('{"message":"connection reset"}'))
    const error = await openDocker(fake)
      .listContainers()
      .catch((each: unknown) => each)
    expect([String(error), isUnanswered(error)]).toEqual([expect.stringContaining('connection reset'), false])
  })

  test('that a registry does not have an image has judged it', async () => {
    await using fake = await docker((path, response) => {
      const message = path.startsWith('/images/create') ? 'manifest unknown' : 'no such image'
      response.writeHead(404).end(JSON.stringify({ message }))
    })
    const fetching = ensureImage(placeOf(fake), 'docker.io/library/one:1', {})
    await expect(fetching).rejects.toThrow(TerminalError)
  })
})
