// The Docker Engine of this machine: the one that is there, asked over its socket, or undefined.

import Docker from 'dockerode'

export interface DockerDaemon {
  readonly socketPath: string
  readonly version: string
  /** Nodes go on while dockerd is away. */
  readonly hasLiveRestore: boolean
  readonly dataRoot: string
}

const defaultSocket = '/var/run/docker.sock'

/** From DOCKER_HOST when it names a Unix socket, else the usual place. */
export function dockerSocket(): string {
  const host = process.env['DOCKER_HOST'] ?? ''
  return host.startsWith('unix://') ? host.slice('unix://'.length) : defaultSocket
}

export type DockerAnswer =
  | { readonly kind: 'running'; readonly daemon: DockerDaemon }
  /** It may be there: this account must not ask. */
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'absent' }

export async function askDocker(socketPath: string = dockerSocket()): Promise<DockerAnswer> {
  try {
    const info = await new Docker({ socketPath, timeout: 30_000 }).info()
    const { ServerVersion, LiveRestoreEnabled, DockerRootDir } = info
    const daemon = {
      socketPath,
      version: String(ServerVersion),
      hasLiveRestore: LiveRestoreEnabled === true,
      dataRoot: String(DockerRootDir),
    }
    return { kind: 'running', daemon }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return { kind: code === 'EACCES' || code === 'EPERM' ? 'forbidden' : 'absent' }
  }
}
