// What a backup says of itself at its beginning, before anything is taken over from it.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ArchiveError } from './archive-error.ts'

export const headerName = 'carrel-backup.json'
/** Raised when an older Carrel could not read what a newer one writes. */
const format = 1

const headerSchema = z.object({
  format: z.int(),
  /** Of the Carrel that wrote it. */
  version: z.string(),
  createdAt: z.iso.datetime(),
  installationId: z.string(),
  database: z.enum(['sqlite', 'postgres']),
  /** Name of the last migration of its tables. */
  schema: z.string(),
  /** Whether homes and shares are in it. */
  hasFiles: z.boolean(),
  /** Instances that ran while it was written. */
  running: z.array(z.string()),
})

export type BackupHeader = z.infer<typeof headerSchema>

export async function newHeader(facts: Omit<BackupHeader, 'format' | 'version'>): Promise<BackupHeader> {
  return { format, version: await ownVersion(), ...facts }
}

/** `known`: names of the migrations this Carrel has. */
export async function parseHeader(text: string, known: readonly string[]): Promise<BackupHeader> {
  const header = headerSchema.safeParse(parsed(text)).data
  if (header === undefined) throw new ArchiveError('this is no backup of Carrel')
  if (header.format > format || !known.includes(header.schema)) {
    throw new ArchiveError(
      `this backup was written by Carrel ${header.version}, whose tables this one (${await ownVersion()}) does not know`,
      `restore it with Carrel ${header.version} or newer; nothing was restored`,
    )
  }
  return header
}

async function ownVersion(): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
