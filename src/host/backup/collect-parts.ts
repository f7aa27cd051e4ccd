// What a backup consists of, in its order: what it is, the installation's own files, the rows, the nodes' files.

import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config, Paths } from '../../config.ts'
import type { PlainRow, RowPage } from '../../store/snapshot.ts'
import { type BackupHeader, headerName } from './backup-header.ts'
import type { FilesSeen } from './files-seen.ts'
import { walkFiles } from './walk-files.ts'
import { type ArchivePart, textEntry } from './write-archive.ts'

export interface CollectOptions {
  readonly config: Config
  readonly header: BackupHeader
  readonly pages: AsyncIterable<RowPage>
  readonly machineKeys: readonly string[]
  readonly seen: FilesSeen
  readonly progress: (line: string) => void
}

const rowFolder = 'store'
const portionBytes = 8 * 1024 * 1024

export async function* collectParts(options: CollectOptions): AsyncGenerator<ArchivePart> {
  const { config, header } = options
  const at = Date.parse(header.createdAt)
  const text = (name: string, content: Buffer): ArchivePart => ({
    entry: textEntry(name, content, at),
    body: [content],
  })
  yield text(headerName, json(header))
  // Where the database was says nothing about where it will be, and its URL may hold a password.
  const { database: _, ...installation } = config.installation
  yield text('config.json', json(installation))
  for (const { name, path } of await ownFiles(config.paths)) {
    const part = text(name, await readFile(path))
    // Certificates are for everybody to read, and stay so.
    yield { ...part, entry: { ...part.entry, mode: (await lstat(path)).mode & 0o644 } }
  }
  yield* rowParts(options, text)
  yield* nodeParts(options)
}

async function ownFiles(paths: Paths): Promise<{ name: string; path: string }[]> {
  const folders = { tls: paths.tls, admin: paths.admin }
  const listed = await Promise.all(
    Object.entries(folders).map(async ([folder, path]) => {
      const names = await readdir(path).catch(() => [])
      const files = await Promise.all(
        names.sort().map(async (name) => ((await isFile(join(path, name))) ? [name] : [])),
      )
      return files.flat().map((name) => ({ name: `${folder}/${name}`, path: join(path, name) }))
    }),
  )
  const keys = [
    { name: 'keys/master.key', path: paths.masterKey },
    { name: 'keys/channel.key', path: paths.channelKey },
  ]
  return [...keys, ...listed.flat()]
}

async function isFile(path: string): Promise<boolean> {
  return (await lstat(path)).isFile()
}

/** In files of bounded size: the archive wants to know sizes beforehand, and whoever reads one holds it in memory. */
async function* rowParts(
  { pages, progress }: CollectOptions,
  text: (name: string, content: Buffer) => ArchivePart,
): AsyncGenerator<ArchivePart> {
  const counts = new Map<string, number>()
  for await (const { table, rows } of pages) {
    for (const content of portions(rows)) {
      const number = (counts.get(table) ?? 0) + 1
      counts.set(table, number)
      progress(`${table}, part ${number}`)
      yield text(`${rowFolder}/${table}/${String(number).padStart(6, '0')}.jsonl`, content)
    }
  }
}

function* portions(rows: readonly PlainRow[]): Generator<Buffer> {
  let lines: Buffer[] = []
  let bytes = 0
  for (const row of rows) {
    const line = Buffer.from(`${JSON.stringify(row)}\n`)
    lines.push(line)
    bytes += line.length
    if (bytes < portionBytes) continue
    yield Buffer.concat(lines)
    lines = []
    bytes = 0
  }
  if (lines.length > 0) yield Buffer.concat(lines)
}

/** Without files, still what makes a node the same one again: its SSH host keys, and that it has run before. */
async function* nodeParts({
  config,
  header,
  machineKeys,
  seen,
  progress,
}: CollectOptions): AsyncGenerator<ArchivePart> {
  const { volumes } = config.paths
  const folders = header.hasFiles ? ['keep', 'boot', 'home'] : ['keep', 'boot']
  for (const key of machineKeys) {
    for (const folder of folders) {
      progress(`files of ${key}`)
      yield* walkFiles(join(volumes, 'nodes', key, folder), { name: `nodes/${key}/${folder}`, seen })
    }
  }
  if (!header.hasFiles) return
  for (const key of await readdir(join(volumes, 'shares')).catch(() => [])) {
    progress(`files of the share ${key}`)
    yield* walkFiles(join(volumes, 'shares', key), { name: `shares/${key}`, seen })
  }
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}
