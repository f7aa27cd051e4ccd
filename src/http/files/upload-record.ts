// Uploads that are not yet whole: of each, what it is to become (`<id>.json`) and what of it is there (`<id>.part`). All
// there is to know lies in the folder, so a restart of anything loses nothing.

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { ArmError } from '../../base/errors.ts'
import type { ConfinedFolder } from '../../share/confined-folder.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'

const recordSchema = z.object({
  id: z.string(),
  path: z.string(),
  size: z.number(),
  overwrite: z.boolean(),
  parents: z.boolean(),
  label: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
})

export type UploadRecord = z.infer<typeof recordSchema>

export interface Upload extends UploadRecord {
  /** Bytes that are there. */
  readonly offset: number
}

/** One that nobody went on with for this long is given up. */
const keptMs = 7 * 24 * 3600_000
const mostOpen = 1000
/** Nobody leaves the others no room. */
const mostOpenOfOne = 200
const recordLimit = 64 * 1024

export function partOf(id: string): readonly string[] {
  return [`${id}.part`]
}

export async function makeUpload(uploads: ConfinedFolder, asked: Omit<UploadRecord, 'id'>): Promise<UploadRecord> {
  const open = await openUploads(uploads, asked.createdAt)
  const own = open.filter(({ createdBy }) => createdBy === asked.createdBy)
  if (open.length >= mostOpen || own.length >= mostOpenOfOne)
    throw new ArmError(
      409,
      'TooManyUploads',
      `${own.length} uploads of yours, and ${open.length} in all, to this workspace are not finished. Commit or delete some; what is left alone for a week goes by itself.`,
    )
  const record = { ...asked, id: randomBytes(16).toString('hex') }
  await uploads.append(partOf(record.id), nothing(), { offset: 0, limit: 0 })
  await uploads.write([`${record.id}.json`], [Buffer.from(JSON.stringify(record))], { limit: recordLimit })
  return record
}

/** Throws 404 for one that is not there or somebody else's. */
export async function findUpload(uploads: ConfinedFolder, id: string, owner: string): Promise<Upload> {
  const upload = /^[0-9a-f]{32}$/.test(id) ? await readUpload(uploads, id) : undefined
  if (upload?.createdBy === owner) return upload
  throw new ArmError(
    404,
    'UploadNotFound',
    'There is no such upload of yours. It was finished or given up; begin anew.',
  )
}

/** Gives up those that nobody went on with. */
export async function openUploads(uploads: ConfinedFolder, now: number): Promise<Upload[]> {
  const { entries } = await uploads.list([], { limit: 4 * mostOpen })
  const found: Upload[] = []
  for (const { name } of entries.filter(({ name }) => name.endsWith('.part'))) {
    const id = name.slice(0, -'.part'.length)
    const part = await unlessGone(uploads.stat([name]))
    if (part === undefined) continue
    const upload = await readUpload(uploads, id)
    if (now - part.modifiedMs > keptMs) await removeUpload(uploads, id)
    else if (upload !== undefined) found.push(upload)
  }
  return found
}

export async function removeUpload(uploads: ConfinedFolder, id: string): Promise<void> {
  for (const name of [`${id}.json`, `${id}.part`]) await uploads.removeTree([name])
}

function readUpload(uploads: ConfinedFolder, id: string): Promise<Upload | undefined> {
  return unlessGone(
    (async () => {
      const { bytes } = await uploads.read([`${id}.json`], { limit: recordLimit })
      const { size: offset } = await uploads.stat(partOf(id))
      return { ...recordSchema.parse(JSON.parse(bytes.toString('utf8'))), offset }
    })(),
  )
}

/** Undefined for what others, at work beside this, have finished or given up meanwhile. */
async function unlessGone<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look
  } catch (error) {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return undefined
    throw error
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
