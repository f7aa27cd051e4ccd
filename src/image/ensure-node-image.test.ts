// Docker's part is played by a server that takes builds and remembers them.

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureNodeImage } from './ensure-node-image.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-node-image-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('is made once, however many need it at the same time', async () => {
  let builds = 0
  let isThere = false
  const docker = createServer(async (request, response) => {
    if (request.method === 'GET') {
      const isBase = request.url?.includes('/debian:') === true
      return response.writeHead(isBase || isThere ? 200 : 404).end('{}')
    }
    builds += 1
    // All of it, as Docker does before it begins.
    await request.resume().toArray()
    isThere = true
    return response.end(JSON.stringify({ stream: 'built' }))
  })
  const socketPath = join(folder, 'docker.sock')
  await new Promise<void>((resolve) => docker.listen(socketPath, resolve))
  try {
    const ensure = () => ensureNodeImage({ docker: { socketPath }, cacheFolder: folder, report: () => undefined })
    const references = await Promise.all([ensure(), ensure(), ensure()])
    expect([builds, new Set(references).size]).toEqual([1, 1])
  } finally {
    docker.closeAllConnections()
    docker.close()
  }
})
