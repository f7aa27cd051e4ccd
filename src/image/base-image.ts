// The Debian root file system the node image is built upon: from a registry when one answers, else made by mmdebstrap
// from the package mirror and kept in the cache folder by the content of what went in.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { arch } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type Docker from 'dockerode'
import { followDockerStream } from './docker-stream.ts'
import { hostSources } from './host-settings.ts'
import { pullImage } from './pull-image.ts'
import { runWithLines } from './run-with-lines.ts'

export const debianRelease = 'bookworm'
const registryImage = `debian:${debianRelease}-slim`
/** Silence after which a registry counts as absent. */
const registrySilenceMs = 20_000
const packages = 'ca-certificates'

export interface BaseImageOptions {
  readonly docker: Docker
  readonly cacheFolder: string
  readonly report: (line: string) => void
}

/** Answers a reference that `FROM` takes. */
export async function ensureBaseImage({ docker, cacheFolder, report }: BaseImageOptions): Promise<string> {
  if (await hasImage(docker, registryImage)) return registryImage
  const sources = await hostSources(debianRelease)
  const hash = createHash('sha256')
    .update(JSON.stringify([debianRelease, arch(), packages, sources]))
    .digest('hex')
  const local = `carrel-base:${hash.slice(0, 12)}`
  if (await hasImage(docker, local)) return local
  try {
    report(`asking a registry for ${registryImage}`)
    await pullImage(docker, registryImage, { onLine: report, silenceMs: registrySilenceMs })
    return registryImage
  } catch (error) {
    report(`no registry answers (${error instanceof Error ? error.message.split('\n').at(-1) : error})`)
  }
  const archive = join(cacheFolder, `rootfs-${hash.slice(0, 12)}.tar`)
  if (!(await exists(archive))) await makeRootFileSystem(archive, sources, report)
  report('importing the root file system')
  const [repo, tag] = local.split(':')
  await followDockerStream(docker, await docker.importImage(archive, { repo, tag }), { onLine: report })
  return local
}

export async function hasImage(docker: Docker, reference: string): Promise<boolean> {
  try {
    await docker.getImage(reference).inspect()
    return true
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return false
    throw error
  }
}

/** Whether the next image build can make its own base without a registry. */
export async function hasMmdebstrap(): Promise<boolean> {
  return promisify(execFile)('mmdebstrap', ['--version']).then(
    () => true,
    () => false,
  )
}

/** Appears under its name only when complete, so that a broken attempt is not met again. */
async function makeRootFileSystem(
  archive: string,
  sources: readonly string[],
  report: (line: string) => void,
): Promise<void> {
  if (!(await hasMmdebstrap())) throw new Error('no image registry answers, and mmdebstrap is not installed')
  await mkdir(dirname(archive), { recursive: true })
  const partial = `${archive}.${process.pid}.part`
  const target = ['--variant=minbase', '--format=tar', `--include=${packages}`, ...leftOut, debianRelease, partial]
  try {
    await runWithLines('mmdebstrap', [...target, ...sources], { onLine: report })
    await rename(partial, archive)
  } finally {
    await rm(partial, { force: true })
  }
}

const leftOut = [
  '--aptopt=Acquire::Languages "none"',
  '--dpkgopt=path-exclude=/usr/share/doc/*',
  '--dpkgopt=path-exclude=/usr/share/man/*',
  '--dpkgopt=path-exclude=/usr/share/locale/*',
]

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
