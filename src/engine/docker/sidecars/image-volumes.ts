// Folders that an image names by `VOLUME`. Docker makes storage of its own for each, on its own disk and of no size; where
// something else is mounted at the very path, it makes none.

import { normalize } from 'node:path/posix'
import type Docker from 'dockerode'

/** Those of them that nothing is mounted at. The image is on this Docker. */
export async function uncoveredVolumes(docker: Docker, image: string, covered: readonly string[]): Promise<string[]> {
  const { Config: config } = await docker.getImage(image).inspect()
  const named = Object.keys((config.Volumes as Record<string, unknown> | null | undefined) ?? {}).map(plain)
  const mounted = new Set(covered.map(plain))
  return [...new Set(named)].filter((path) => !mounted.has(path))
}

function plain(path: string): string {
  return normalize(`/${path}`)
    .replace(/^\/+/, '/')
    .replace(/(.)\/$/, '$1')
}
