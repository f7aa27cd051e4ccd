// Writes a file as a whole: to a new one beside it that takes its place when it is complete. Promise: a reader sees the old
// bytes or the new, never some of both; of two writers at once, one wins whole; nothing is written through what was there,
// be it a link, a fifo or a second name of another file; a failed write leaves the old file and nothing else.

import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { ConfinedPathError } from './confined-path-error.ts'
import { below } from './descriptor-path.ts'
import { moveInto } from './move-into.ts'

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants

export interface Owner {
  readonly uid: number
  readonly gid: number
}

export interface WriteOptions {
  /** Bytes; one more is TooLarge. */
  readonly limit: number
  /** 0644 unless told. */
  readonly mode?: number
  /** The server's own user unless told. */
  readonly owner?: Owner | undefined
  /** True: what is at the path already is `Exists`. */
  readonly isNew?: boolean
}

export interface FileTarget {
  readonly folder: FileHandle
  readonly name: string
  /** For errors. */
  readonly path: readonly string[]
}

/** Bytes written. What `source` throws is thrown on. */
export async function writeFileBelow(
  target: FileTarget,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: WriteOptions,
): Promise<number> {
  const { folder, name, path } = target
  const temporary = below(folder, `.carrel-write-${randomBytes(16).toString('hex')}`)
  const file = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  try {
    const size = await fill(file, source, { path, limit: options.limit })
    if (options.owner !== undefined) await file.chown(options.owner.uid, options.owner.gid)
    // After the owner, whose change clears bits of the mode.
    await file.chmod(options.mode ?? 0o644)
    await file.sync()
    await moveInto(temporary, below(folder, name), options.isNew === true)
    return size
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  } finally {
    await file.close()
  }
}

async function fill(
  file: FileHandle,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { path, limit }: { path: readonly string[]; limit: number },
): Promise<number> {
  let size = 0
  for await (const chunk of source) {
    if (size + chunk.byteLength > limit) throw new ConfinedPathError('TooLarge', path)
    await writeAll(file, chunk)
    size += chunk.byteLength
  }
  return size
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0
  while (written < chunk.byteLength) written += (await file.write(chunk, written)).bytesWritten
}
