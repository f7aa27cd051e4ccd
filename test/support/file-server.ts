// A test server with a workspace whose files lie in a temporary folder, and requests about them.

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { shareKey } from '../../src/providers/machinelearning/computes/fleet-of.ts'
import { makeWorkspace } from './arm-paths.ts'
import { type Answer, type CallOptions, startTestServer, type TestServer } from './harness.ts'

const run = promisify(execFile)

export interface FileServer extends AsyncDisposable {
  readonly server: TestServer
  readonly workspaceId: string
  /** The workspace's files on this machine, there after the first request. */
  readonly share: string
  readonly volumes: string
  /** `GET entries` with `{ path: 'a' }`; a body that is a string or bytes is sent as it is. */
  files(
    request: string,
    query?: Record<string, string>,
    options?: CallOptions & { readonly body?: unknown },
  ): Promise<Answer>
}

/** `diskBytes`: on a small disk of its own, which needs root. */
export async function startFileServer({ diskBytes }: { diskBytes?: number } = {}): Promise<FileServer> {
  const volumes = await mkdtemp(join(tmpdir(), 'carrel-files-'))
  if (diskBytes !== undefined) await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', volumes])
  const server = await startTestServer({ volumes })
  const { workspaceId } = await makeWorkspace(server)
  const files: FileServer['files'] = async (request, query = {}, { body, ...options } = {}) => {
    const [method = '', path = ''] = request.split(' ')
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
    const asked = new URLSearchParams({ 'api-version': '2026-11-01', ...query })
    return server.call(method, `${workspaceId}/providers/Carrel.Files/${path}?${asked}`, isRaw ? undefined : body, {
      ...options,
      ...(isRaw ? { raw: body } : {}),
    })
  }
  await files('GET entries', { path: '' })
  return {
    server,
    workspaceId,
    volumes,
    share: join(volumes, 'shares', shareKey(workspaceId.toLowerCase())),
    files,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      // Lazily: what was answered last may still be closing its file.
      if (diskBytes !== undefined) await run('umount', ['--lazy', volumes])
      await rm(volumes, { recursive: true, force: true })
    },
  }
}
