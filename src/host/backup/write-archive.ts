// The bytes of a backup: entries one after the other, and at the end a manifest with the checksum of all that came before, so
// that a cut or altered archive is known for what it is.

import { createHash } from 'node:crypto'
import { blockSize, encodeTarHeader, paddingAfter, type TarEntry } from './tar-header.ts'

export interface ArchivePart {
  readonly entry: TarEntry
  /** Exactly `entry.size` bytes; absent when that is 0. */
  readonly body?: Iterable<Buffer> | AsyncIterable<Buffer>
}

export const manifestName = 'manifest.json'

/** Uncompressed. */
export async function* writeArchive(parts: AsyncIterable<ArchivePart>, modifiedMs: number): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let entries = 0
  for await (const { entry, body } of parts) {
    entries += 1
    for await (const bytes of entryBytes(entry, body ?? [])) {
      hash.update(bytes)
      yield bytes
    }
  }
  const manifest = Buffer.from(`${JSON.stringify({ sha256: hash.digest('hex'), entries }, undefined, 2)}\n`)
  yield* entryBytes(textEntry(manifestName, manifest, modifiedMs), [manifest])
  yield Buffer.alloc(2 * blockSize)
}

/** Of a small file of ours, closed to others. */
export function textEntry(name: string, content: Buffer, modifiedMs: number): TarEntry {
  return { name, kind: 'file', mode: 0o600, uid: 0, gid: 0, size: content.length, modifiedMs }
}

async function* entryBytes(entry: TarEntry, body: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield encodeTarHeader(entry)
  let written = 0
  for await (const bytes of body) {
    written += bytes.length
    yield bytes
  }
  if (written !== entry.size) throw new Error(`${entry.name} has ${written} bytes where ${entry.size} were announced`)
  yield Buffer.alloc(paddingAfter(entry.size))
}
