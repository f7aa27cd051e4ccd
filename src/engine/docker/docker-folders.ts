import { realpath } from 'node:fs/promises'
import { HostFolderFault } from '../../share/host-folder/host-folder-fault.ts'
import { openDocker } from './open-docker.ts'

/** One that is busy answers late. */
const patienceMs = 20_000

/** Where Docker keeps what is its own, asked until it has answered once. Throws HostFolderFault while it does not. */
export function dockerFolders(socket: string): () => Promise<readonly string[]> {
  const docker = openDocker({ socketPath: socket, patienceMs })
  let known: readonly string[] | undefined
  return async () => {
    if (known !== undefined) return known
    const info = (await docker.info().catch(() => undefined)) as { DockerRootDir?: string } | undefined
    if (info?.DockerRootDir === undefined) {
      throw new HostFolderFault(
        'HostFolderDoesNotAnswer',
        'Docker does not answer, so it cannot be said which folders are its own.',
        'See whether Docker runs: carrel doctor.',
      )
    }
    const root = info.DockerRootDir
    known = [...new Set([root, await realpath(root).catch(() => root)])]
    return known
  }
}
