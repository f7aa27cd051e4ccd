// Which images on this Docker were fetched for somebody's job or application, and room for them: those not used for longest
// go when all of them take more than they may, or the disk is nearly full. Promise: none goes that a container is made of,
// that was used just now, or that somebody else brought here, also under the same name.

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { z } from 'zod'
import type { Log } from '../../../base/log.ts'
import { writeWhole } from '../../../base/write-whole.ts'
import { isConflict, isMissing } from '../docker-errors.ts'

/** From where one is looked for to where a container of it is made it takes less. */
const freshMs = 10 * 60_000
export const defaultFetchedBytes = 50 * 1024 ** 3
/** Of the disk. Everybody's machines are on it, too. */
const leastFree = 0.1
const recordSchema = z.object({ image: z.string(), id: z.string() })

export interface FetchedImagesPlace {
  readonly docker: Docker
  /** One file for each, whose time is that of its last use. */
  readonly folder: string
  readonly maxBytes: number
  /** What Docker keeps images on; absent and undefined: it cannot be told. */
  disk?(): Promise<Disk | undefined>
  readonly log: Pick<Log, 'info' | 'warn'>
}

export interface Disk {
  readonly freeBytes: number
  readonly totalBytes: number
}

export interface FetchedImage {
  readonly image: string
  readonly id: string
  readonly bytes: number
  readonly usedAt: number
}

export interface FetchedImages {
  /** It was not here, and is now. */
  add(image: string): Promise<void>
  use(image: string): Promise<void>
  /** Removes what is too much; one call at a time does. */
  trim(): Promise<void>
}

export function fetchedImages(place: FetchedImagesPlace): FetchedImages {
  const { docker, folder, log } = place
  let trimming: Promise<void> | undefined
  return {
    async add(image) {
      const { Id: id } = await docker.getImage(image).inspect()
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(fileOf(folder, image), `${JSON.stringify({ image, id })}\n`, { mode: 0o600 })
    },
    async use(image) {
      const now = new Date()
      await utimes(fileOf(folder, image), now, now).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
    },
    trim() {
      trimming ??= trim(place)
        .catch((err: unknown) => log.warn({ err }, 'images that were fetched cannot be looked through'))
        .finally(() => {
          trimming = undefined
        })
      return trimming
    },
  }
}

/** Least recently used first. */
export async function listFetched(place: Pick<FetchedImagesPlace, 'docker' | 'folder'>): Promise<FetchedImage[]> {
  return (await look(place)).found
}

/** Layers that several of them have are counted with each, so what they take is never more. */
export function bytesOf(images: readonly FetchedImage[]): number {
  return [...new Map(images.map(({ id, bytes }) => [id, bytes])).values()].reduce((sum, bytes) => sum + bytes, 0)
}

async function trim(place: FetchedImagesPlace): Promise<void> {
  const { docker, folder, maxBytes, log } = place
  const { found, stale } = await look(place)
  for (const file of stale) await rm(file, { force: true })
  let kept = found
  const most = Math.min(maxBytes, bytesOf(kept) - missing(await place.disk?.()))
  if (bytesOf(kept) <= most) return
  const used = new Set((await docker.listContainers({ all: true })).map(({ ImageID }) => ImageID))
  for (const each of kept.filter(({ id }) => !used.has(id))) {
    if (bytesOf(kept) <= most) return
    // Asked again: one may have been taken into use while others went.
    const { mtimeMs } = await stat(fileOf(folder, each.image))
    if (Date.now() - mtimeMs < freshMs || !(await remove(docker, each.image))) continue
    await rm(fileOf(folder, each.image), { force: true })
    kept = kept.filter((other) => other !== each)
    log.info({ image: each.image, bytes: each.bytes }, 'removed an image that was fetched and not used for longest')
  }
}

/** `stale`: files about those that went, and those of whose name somebody has made another image. */
async function look({ docker, folder }: Pick<FetchedImagesPlace, 'docker' | 'folder'>) {
  const found: FetchedImage[] = []
  const stale: string[] = []
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name)
    const record = await readRecord(file)
    if (record === undefined) continue
    const info = await inspected(docker, record.image)
    if (info?.Id === record.id) found.push({ ...record, bytes: info.Size, usedAt: (await stat(file)).mtimeMs })
    else stale.push(file)
  }
  return { found: found.sort((one, other) => one.usedAt - other.usedAt), stale }
}

/** Until enough of the disk is free again. */
function missing(disk: Disk | undefined): number {
  return disk === undefined ? 0 : Math.max(0, disk.totalBytes * leastFree - disk.freeBytes)
}

/** Without force: Docker keeps what anything is made of. False: it did. */
async function remove(docker: Docker, image: string): Promise<boolean> {
  return docker
    .getImage(image)
    .remove()
    .then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return true
        if (isConflict(error)) return false
        throw error
      },
    )
}

async function inspected(docker: Docker, image: string) {
  return docker
    .getImage(image)
    .inspect()
    .catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
}

/** Undefined: it is being written, or is none of ours. */
async function readRecord(file: string): Promise<z.infer<typeof recordSchema> | undefined> {
  if (!file.endsWith('.json')) return undefined
  const text = await readFile(file, 'utf8').catch(() => '')
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function fileOf(folder: string, image: string): string {
  return join(folder, `${createHash('sha256').update(image).digest('hex').slice(0, 24)}.json`)
}
