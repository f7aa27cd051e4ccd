// Docker's part is played by a server that answers pulls, line by line.

import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import Docker from 'dockerode'
import { expect, test } from 'vitest'
import { pullImage } from './pull-image.ts'

test('an image that takes longer than a registry may be silent arrives', async () => {
  const lines: string[] = []
  const registry: RequestListener = async (_request, response) => {
    for (let part = 1; part <= 6; part++) {
      response.write(`${JSON.stringify({ status: `part ${part}` })}\n`)
      await after(1500)
    }
    response.end(`${JSON.stringify({ status: 'done' })}\n`)
  }
  await asDocker(registry, { silenceMs: 8000, lines })
  expect(lines).toEqual(['part 1', 'part 2', 'part 3', 'part 4', 'part 5', 'part 6', 'done'])
})

test.each<[string, RequestListener]>([
  ['never answers', () => undefined],
  ['falls silent', (_request, response) => void response.write(`${JSON.stringify({ status: 'begun' })}\n`)],
])('a registry that %s counts as absent', async (_what, registry) => {
  await expect(asDocker(registry, { silenceMs: 500, lines: [] })).rejects.toThrow()
})

async function asDocker(
  registry: RequestListener,
  { silenceMs, lines }: { silenceMs: number; lines: string[] },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-pull-'))
  const socketPath = join(folder, 'docker.sock')
  const server = createServer(registry).listen(socketPath)
  try {
    await once(server, 'listening')
    await pullImage(new Docker({ socketPath }), 'debian:x', { onLine: (line) => lines.push(line), silenceMs })
  } finally {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  }
}
