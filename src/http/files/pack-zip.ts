// Files and folders as one zip, packed as it is read: one file open at a time, one chunk in memory. Links and what is no
// file are left out; a file that grows or shrinks meanwhile is packed as it was met.

import { type PassThrough, Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { ZipFile } from 'yazl'
import { ArmError } from '../../base/errors.ts'
import type { ConfinedFolder, ConfinedPath } from '../../share/confined-folder.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'
import { askedPath } from './asked-path.ts'
import { attachment } from './attachment.ts'
import type { FileCall } from './file-call.ts'

const chunkBytes = 256 * 1024
const mostEntries = 100_000
/** Larger ones need the wider fields, which have to be chosen before the bytes come. */
const wideBytes = 0xf000_0000

export async function packZip({ reply, query, share, keep }: FileCall): Promise<FastifyReply> {
  const paths = withoutRepetition(query.getAll('path').map(askedPath))
  if (paths.length === 0)
    throw new ArmError(400, 'InvalidPath', "The query needs one 'path' or several: what is to be packed.")
  // What is wrong with them is said while there is still a status to say it with.
  for (const path of paths) {
    const { kind } = await share.stat(path)
    if (kind === 'link') throw new ConfinedPathError('Outside', path)
    if (kind === 'other') throw new ConfinedPathError('NotAFile', path)
  }
  const zip = new ZipFile()
  const output = zip.outputStream as PassThrough
  const close = keep()
  zip.on('error', (error: Error) => output.destroy(error))
  output.once('close', () => void close())
  void addAll({ zip, share, output }, paths)
  const name = paths.length === 1 ? (paths[0]?.at(-1) ?? 'files') : 'files'
  return reply
    .headers({
      'content-type': 'application/zip',
      'content-disposition': attachment(`${name}.zip`),
      'cache-control': 'no-cache',
    })
    .send(output)
}

/** What stands in another that was asked for is packed with that. */
function withoutRepetition(paths: readonly ConfinedPath[]): ConfinedPath[] {
  return paths.filter((path, index) => {
    const isOnce = paths.findIndex((other) => isAtOrBelow(path, other) && isAtOrBelow(other, path)) === index
    return isOnce && !paths.some((other) => other.length < path.length && isAtOrBelow(path, other))
  })
}

function isAtOrBelow(path: ConfinedPath, folder: ConfinedPath): boolean {
  return folder.every((name, depth) => name === path[depth])
}

interface Packing {
  readonly zip: ZipFile
  readonly share: ConfinedFolder
  readonly output: PassThrough
}

async function addAll(packing: Packing, paths: readonly ConfinedPath[]): Promise<void> {
  const { zip, output } = packing
  try {
    let added = 0
    for (const path of paths) {
      // One folder `Users/ana/data` holds `data/a.csv`; several things are named from the share inwards, lest two be one.
      const outer = paths.length === 1 ? Math.max(0, path.length - 1) : 0
      for await (const step of walk(packing.share, path)) {
        if (output.destroyed) return
        if (++added > mostEntries) throw new Error(`more than ${mostEntries} entries to pack`)
        await add(packing, step.path, zipName(step.path.slice(outer), step.isFolder))
      }
    }
    zip.end()
  } catch (error) {
    output.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}

async function* walk(
  share: ConfinedFolder,
  path: ConfinedPath,
): AsyncGenerator<{ path: ConfinedPath; isFolder: boolean }> {
  const { kind } = await share.stat(path)
  if (kind === 'file') yield { path, isFolder: false }
  if (kind !== 'folder') return
  if (path.length > 0) yield { path, isFolder: true }
  const listing = await ignoringGone(() => share.list(path, { limit: mostEntries }), undefined)
  for (const { name, kind: inner } of listing?.entries ?? []) {
    if (inner === 'folder') yield* ignoringGoneIn(walk(share, [...path, name]))
    else if (inner === 'file') yield { path: [...path, name], isFolder: false }
  }
}

/** Done when it is packed, so that no more is looked up than is packed. */
async function add({ zip, share, output }: Packing, path: ConfinedPath, name: string): Promise<void> {
  if (name.endsWith('/')) return zip.addEmptyDirectory(name)
  const file = await ignoringGone(() => share.openFile(path), undefined)
  if (file === undefined) return
  const bytes = Readable.from(
    (async function* () {
      for (let at = 0; at < file.size; ) {
        const chunk = await file.read(at, chunkBytes)
        if (chunk.length === 0) return
        yield chunk
        at += chunk.length
      }
    })(),
    { objectMode: false },
  )
  const done = new Promise<void>((resolve) => {
    bytes.once('close', resolve)
    output.once('close', resolve)
  })
  const options = { mtime: new Date(file.modifiedMs), compressionLevel: 1, forceZip64Format: file.size > wideBytes }
  try {
    zip.addReadStreamLazy(name, options, (give) => give(null, bytes))
    await done
  } finally {
    bytes.destroy()
    await file[Symbol.asyncDispose]()
  }
}

/** Names that would mean a path to whoever unpacks it do not: a backslash, a drive. */
function zipName(path: ConfinedPath, isFolder: boolean): string {
  const name = path
    .join('/')
    .replaceAll('\\', '_')
    .replace(/^([A-Za-z]):/, '$1_')
  return isFolder ? `${name}/` : name
}

/** A node may delete and replace what is being packed: what is gone or has become something else is left out. */
async function ignoringGone<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConfinedPathError) return otherwise
    throw error
  }
}

async function* ignoringGoneIn<T>(steps: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* steps
  } catch (error) {
    if (!(error instanceof ConfinedPathError)) throw error
  }
}
