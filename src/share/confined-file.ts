// A regular file that was reached through no link, open for reading. Its bytes are as hostile as whoever wrote them, and
// may change or end while they are read. How many names (hard links) it has does not matter: a name can be given only
// within one mount, so each lies where the writer could have put a copy, and nothing is ever written in place.

import { type FileHandle, open } from 'node:fs/promises'
import { ConfinedPathError } from './confined-path-error.ts'
import { below, itself, openFlags } from './descriptor-path.ts'
import { versionOf } from './entry-facts.ts'

export class ConfinedFile implements AsyncDisposable {
  /** Bytes, when it was opened. */
  readonly size: number
  readonly modifiedMs: number
  /** As in `EntryFacts`. */
  readonly version: string
  readonly #handle: FileHandle

  constructor(handle: FileHandle, facts: { size: number; modifiedMs: number; version: string }) {
    this.#handle = handle
    this.size = facts.size
    this.modifiedMs = facts.modifiedMs
    this.version = facts.version
  }

  /** At most `length` bytes from `position`; fewer only where the file ends. */
  async read(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.size - position)))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, bytes.length - filled, position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close()
  }
}

/** `path` is only for the error. */
export async function openFileBelow(folder: FileHandle, name: string, path: readonly string[]): Promise<ConfinedFile> {
  await using entry = await open(below(folder, name), openFlags.entry)
  const found = await entry.stat({ bigint: true })
  if (found.isSymbolicLink()) throw new ConfinedPathError('Outside', path)
  if (!found.isFile()) throw new ConfinedPathError('NotAFile', path)
  // Opened through the entry, so that it is the very file that was looked at.
  const handle = await open(itself(entry), openFlags.reopened)
  return new ConfinedFile(handle, {
    size: Number(found.size),
    modifiedMs: Number(found.mtimeNs / 1_000_000n),
    version: versionOf(found),
  })
}
