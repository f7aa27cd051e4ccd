import { statfs } from 'node:fs/promises'
import type Docker from 'dockerode'

/** The disk that Docker keeps what is its own on; undefined: it is none of this host's. */
export async function diskOfDocker(docker: Docker) {
  const { DockerRootDir: folder } = (await docker.info()) as { readonly DockerRootDir?: string }
  const disk = folder === undefined ? undefined : await statfs(folder).catch(() => undefined)
  return disk && { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize }
}
