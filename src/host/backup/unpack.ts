// Takes an archive apart into a folder nobody else can enter, laid out as a data folder is. Each entry has one place it may
// have; whatever has none is refused with the whole archive.

import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Installation, installationSchema, pathsIn } from '../../config.ts'
import { ArchiveError } from './archive-error.ts'
import { type BackupHeader, headerName, parseHeader } from './backup-header.ts'
import { DiskGuard } from './disk-guard.ts'
import { type ReadEntry, readArchive } from './read-archive.ts'
import { openUnpacking, type UnpackedFiles } from './unpack-files.ts'

export interface UnpackOptions {
  readonly file: string
  /** Exists and is empty. */
  readonly folder: string
  /** Names of the migrations this Carrel has. */
  readonly knownSchemas: readonly string[]
  /** The key of a machine, as it is to be called from now on. */
  readonly renameKey: (key: string) => string
  readonly progress: (line: string) => void
}

export interface Unpacked {
  readonly header: BackupHeader
  readonly installation: Installation
  /** Files of pages of rows, in their order. */
  readonly rows: readonly { readonly table: string; readonly path: string }[]
}

const plainName = '[A-Za-z0-9][A-Za-z0-9._-]{0,99}'
const ownFile = new RegExp(`^(?:keys/(?:master|channel)\\.key|tls/${plainName}|admin/${plainName})$`)
const rowFile = /^store\/([a-z][a-z_]{0,62})\/\d{6}\.jsonl$/
const nodeFile = new RegExp(`^(?:nodes/${plainName}/(?:keep|boot|home)|shares/${plainName})(?:/|$)`)
const limits = { own: 1024 * 1024, rows: 128 * 1024 * 1024 }

/** What the archive says of itself; the rest of it is not looked at. */
export async function readHeader(file: string, knownSchemas: readonly string[]): Promise<BackupHeader> {
  for await (const entry of readArchive(file)) {
    if (entry.name !== headerName || entry.kind !== 'file') break
    return parseHeader((await contentOf(entry, limits.own)).toString('utf8'), knownSchemas)
  }
  throw new ArchiveError('this is no backup of Carrel')
}

/** Done when all of it was read and its checksum is right. Throws `ArchiveError`; the folder is then the caller's to remove. */
export async function unpack(options: UnpackOptions): Promise<Unpacked> {
  const guard = new DiskGuard(options.folder)
  const { volumes } = pathsIn(options.folder)
  for (const folder of ['nodes', 'shares']) await mkdir(join(volumes, folder), { recursive: true, mode: 0o700 })
  await using files = await openUnpacking(volumes, guard)
  const rows: { table: string; path: string }[] = []
  let header: BackupHeader | undefined
  let installation: Installation | undefined
  for await (const entry of readArchive(options.file)) {
    options.progress(entry.name.slice(0, 60))
    const table = rowFile.exec(entry.name)?.[1]
    if (header === undefined) header = await headerOf(entry, options.knownSchemas)
    else if (entry.name === 'config.json') installation = installationOf(await contentOf(entry, limits.own))
    else if (ownFile.test(entry.name)) await keep(entry, options.folder, { guard, limit: limits.own })
    else if (table !== undefined) {
      rows.push({ table, path: await keep(entry, options.folder, { guard, limit: limits.rows }) })
    } else if (nodeFile.test(entry.name)) await putNodeFile(entry, files, options.renameKey)
    else throw new ArchiveError(`${JSON.stringify(entry.name)} has no place in a backup`)
  }
  if (header === undefined || installation === undefined) throw new ArchiveError('this is no whole backup of Carrel')
  return { header, installation, rows }
}

async function headerOf(entry: ReadEntry, knownSchemas: readonly string[]): Promise<BackupHeader> {
  if (entry.name !== headerName) throw new ArchiveError('this is no backup of Carrel')
  return parseHeader((await contentOf(entry, limits.own)).toString('utf8'), knownSchemas)
}

function installationOf(content: Buffer): Installation {
  try {
    return installationSchema.parse(JSON.parse(content.toString('utf8')))
  } catch (cause) {
    throw new ArchiveError('the configuration in the archive is not one Carrel writes', undefined, cause)
  }
}

async function contentOf(entry: ReadEntry, limit: number): Promise<Buffer> {
  if (entry.kind !== 'file' || entry.size > limit) {
    throw new ArchiveError(`${JSON.stringify(entry.name)} is not as Carrel writes it`)
  }
  const parts: Buffer[] = []
  for await (const part of entry.body) parts.push(part)
  return Buffer.concat(parts)
}

/** The path it was written to. */
async function keep(
  entry: ReadEntry,
  folder: string,
  { guard, limit }: { guard: DiskGuard; limit: number },
): Promise<string> {
  const content = await contentOf(entry, limit)
  await guard.before(content.length, 1)
  const path = join(folder, entry.name)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'wx', entry.mode & 0o044 ? 0o644 : 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EEXIST' ? new ArchiveError(`${JSON.stringify(entry.name)} is in the archive twice`) : cause
  })
  await using _closed = file
  await file.writeFile(content)
  return path
}

async function putNodeFile(entry: ReadEntry, files: UnpackedFiles, renameKey: (key: string) => string): Promise<void> {
  const [kind = '', key = '', ...inner] = entry.name.split('/')
  const place = kind === 'nodes' ? [kind, renameKey(key), inner[0] ?? ''] : [kind, renameKey(key)]
  const rest = kind === 'nodes' ? inner.slice(1) : inner
  if (rest.length === 0 && entry.kind !== 'folder') throw new ArchiveError(`${JSON.stringify(entry.name)} is no folder`)
  await files.ensureFolder(place.slice(0, -1))
  const source = `${[kind, key, ...(kind === 'nodes' ? inner.slice(0, 1) : [])].join('/')}/`
  const linked = entry.kind === 'hardLink' && entry.target?.startsWith(source) ? entry.target : undefined
  const linkPath = linked === undefined ? undefined : [...place, ...linked.slice(source.length).split('/')]
  await files.put(entry, [...place, ...rest], linkPath)
}
