// A way to Docker on which starts of containers are held back until they are let through: Docker as on a busy machine, for as
// long as a test needs. Everything else passes as it comes.

import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dockerSocket } from '../../../src/host/docker-daemon.ts'

export interface HeldDocker extends AsyncDisposable {
  readonly socket: string
  /** Those that are held, and all that follow. */
  letStarts(): void
}

export async function openHeldDocker(): Promise<HeldDocker> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-held-'))
  const socket = join(folder, 'docker.sock')
  const through = Promise.withResolvers<void>()
  const server = createServer(async (incoming, answer) => {
    if (incoming.method === 'POST' && /\/containers\/[^/]+\/start/.test(incoming.url ?? '')) await through.promise
    const { method, url: path, headers } = incoming
    const outgoing = request({ socketPath: dockerSocket(), method, path, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(answer)
    })
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  server.listen(socket)
  await once(server, 'listening')
  return {
    socket,
    letStarts: () => through.resolve(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
