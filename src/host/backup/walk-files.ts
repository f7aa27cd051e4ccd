// Everything below one folder that nodes write, as parts of an archive. Promise: nothing outside the folder is read, however
// it changes meanwhile: it is walked by open folders, through no link and onto no other mount.
//
// Devices, fifos and sockets are left out: no file would be made of them. Setuid and setgid of files are left out too.

import { type FileHandle, open, readlink } from 'node:fs/promises'
import { below, itself, openFlags } from '../../share/descriptor-path.ts'
import { mountId } from '../../share/mount-id.ts'
import { readEntries } from '../../share/read-entries.ts'
import type { FilesSeen } from './files-seen.ts'
import type { TarEntry } from './tar-header.ts'
import type { ArchivePart } from './write-archive.ts'

const chunkBytes = 256 * 1024
/** As deep and as long as a path may be that is taken back. */
const limits = { depth: 60, path: 3500 }

export interface WalkOptions {
  /** In the archive. */
  readonly name: string
  readonly seen: FilesSeen
}

/** The folder itself first; an absent one has no parts. */
export async function* walkFiles(path: string, { name, seen }: WalkOptions): AsyncGenerator<ArchivePart> {
  const top = await open(path, openFlags.changeableFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (top === undefined) return
  try {
    yield { entry: await entryOf(top, { name, kind: 'folder' }) }
    yield* contents(top, { name, seen, mount: mountId(top), depth: name.split('/').length + 1 })
  } finally {
    await top.close()
  }
}

interface Place extends WalkOptions {
  readonly mount: number
  readonly depth: number
}

async function* contents(folder: FileHandle, place: Place): AsyncGenerator<ArchivePart> {
  for await (const { name: raw } of readEntries(folder)) {
    const name = raw.toString('utf8')
    const isName = Buffer.from(name).equals(raw) && place.name.length + raw.length < limits.path
    if (isName && place.depth < limits.depth) yield* onePart(folder, name, place)
    else place.seen.leftOut(`${place.name}/${name}`, 'name')
  }
}

/** Whatever vanishes while it is looked at was not there. */
async function* onePart(folder: FileHandle, name: string, place: Place): AsyncGenerator<ArchivePart> {
  const entry = await ifThere(open(below(folder, name), openFlags.entry))
  if (entry === undefined) return
  try {
    const stats = await entry.stat()
    const inside = `${place.name}/${name}`
    if (stats.isDirectory()) yield* folderParts(entry, { ...place, name: inside, depth: place.depth + 1 })
    else if (stats.isFile()) yield* fileParts(entry, inside, place.seen)
    else if (stats.isSymbolicLink()) {
      const target = await ifThere(readlink(below(folder, name)))
      if (target !== undefined) yield { entry: await entryOf(entry, { name: inside, kind: 'link', target }) }
    } else place.seen.leftOut(inside, 'special')
  } finally {
    await entry.close()
  }
}

async function* folderParts(entry: FileHandle, place: Place): AsyncGenerator<ArchivePart> {
  yield { entry: await entryOf(entry, { name: place.name, kind: 'folder' }) }
  if (mountId(entry) !== place.mount) return
  const folder = await open(itself(entry), openFlags.again)
  try {
    yield* contents(folder, place)
  } finally {
    await folder.close()
  }
}

async function* fileParts(entry: FileHandle, name: string, seen: FilesSeen): AsyncGenerator<ArchivePart> {
  const facts = await entry.stat()
  const earlier = seen.otherName(facts, name)
  if (earlier !== undefined) {
    yield { entry: await entryOf(entry, { name, kind: 'hardLink', target: earlier }) }
    return
  }
  const file = await open(itself(entry), openFlags.reopened)
  try {
    const made = await entryOf(file, { name, kind: 'file' })
    seen.file(made.size)
    yield { entry: made, body: bytesOf(file, made, seen) }
  } finally {
    await file.close()
  }
}

/** As many as were announced: a file that grows is cut, one that shrinks is filled with zeros. */
async function* bytesOf(file: FileHandle, { size, name }: TarEntry, seen: FilesSeen): AsyncGenerator<Buffer> {
  for (let at = 0; at < size; ) {
    const wanted = Math.min(chunkBytes, size - at)
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at)
    if (bytesRead === 0) seen.changed(name)
    yield bytesRead === 0 ? Buffer.alloc(wanted) : buffer.subarray(0, bytesRead)
    at += bytesRead === 0 ? wanted : bytesRead
  }
}

async function entryOf(
  handle: FileHandle,
  about: Pick<TarEntry, 'name' | 'kind'> & { target?: string },
): Promise<TarEntry> {
  const { mode, uid, gid, size, mtimeMs } = await handle.stat()
  const bits = mode & (about.kind === 'folder' ? 0o3777 : 0o777)
  return { ...about, mode: bits, uid, gid, size: about.kind === 'file' ? size : 0, modifiedMs: mtimeMs }
}

async function ifThere<T>(looking: Promise<T>): Promise<T | undefined> {
  return looking.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EINVAL') return undefined
    throw error
  })
}
