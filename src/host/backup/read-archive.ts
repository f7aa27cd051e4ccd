// Reads a backup from beginning to end without trusting it: entries as they come, and at the end whether all of it is what
// was written. Memory stays bounded whatever the archive holds.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { ArchiveError } from './archive-error.ts'
import { ByteSource } from './byte-source.ts'
import { blockSize, decodeTarHeader, paddingAfter, type TarEntry } from './tar-header.ts'
import { manifestName } from './write-archive.ts'

export interface ReadEntry extends TarEntry {
  /** To be read once, whole, before the next entry is asked for; what is left is skipped. */
  readonly body: AsyncIterable<Buffer>
}

const manifestSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), entries: z.int() })
const manifestLimit = 4096

/** Throws `ArchiveError` as soon as something is wrong; at the latest after the last entry. */
export async function* readArchive(file: string): AsyncGenerator<ReadEntry> {
  const source = createReadStream(file)
  const unzipped = source.pipe(createGunzip())
  source.once('error', (error) => unzipped.destroy(error))
  try {
    yield* entriesOf(new ByteSource(unzipped))
  } finally {
    source.destroy()
    unzipped.destroy()
  }
}

async function* entriesOf(source: ByteSource): AsyncGenerator<ReadEntry> {
  const hash = createHash('sha256')
  for (let count = 0; ; count++) {
    const headers: Buffer[] = []
    const entry = await decodeTarHeader(async (bytes) => {
      const taken = await source.take(bytes)
      headers.push(taken)
      return taken
    })
    if (entry === undefined)
      throw new ArchiveError('the archive has no manifest at its end: it was cut off, or is no backup')
    if (entry.name === manifestName) return checkManifest(source, entry, { sha256: hash.digest('hex'), entries: count })
    for (const header of headers) hash.update(header)
    const body = source.stream(entry.size, (bytes) => hash.update(bytes))
    yield { ...entry, body }
    for await (const _ of body) void _
    hash.update(await source.take(paddingAfter(entry.size)))
  }
}

async function checkManifest(
  source: ByteSource,
  entry: TarEntry,
  seen: { sha256: string; entries: number },
): Promise<void> {
  if (entry.kind !== 'file' || entry.size > manifestLimit)
    throw new ArchiveError('the manifest is not one Carrel writes')
  const text = (await source.take(entry.size)).toString('utf8')
  const manifest = manifestSchema.safeParse(parsed(text)).data
  if (manifest?.sha256 !== seen.sha256 || manifest.entries !== seen.entries) {
    throw new ArchiveError('the archive is not what was written: its checksum differs')
  }
  const end = await source.take(paddingAfter(entry.size) + 2 * blockSize)
  if (end.some((byte) => byte !== 0) || !(await source.isOnlyZeros())) {
    throw new ArchiveError('something follows the end of the archive')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
