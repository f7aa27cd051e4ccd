// Keeps what is unpacked from filling the disk: an archive of a few megabytes can unfold to any size, and says nothing true
// about it beforehand.

import { statfs } from 'node:fs/promises'
import { ArchiveError } from './archive-error.ts'

/** What a machine needs to go on working. */
const keptFree = { bytes: 512 * 1024 * 1024, entries: 5000 }
const lookEvery = { bytes: 64 * 1024 * 1024, entries: 1000 }

export class DiskGuard {
  readonly #folder: string
  #bytes = 0
  #entries = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** To be called with what is about to be written. Throws `ArchiveError` when too little would be left. */
  async before(bytes: number, entries = 0): Promise<void> {
    this.#bytes += bytes
    this.#entries += entries
    if (this.#bytes < lookEvery.bytes && this.#entries < lookEvery.entries) return
    const disk = await statfs(this.#folder)
    const hasEntries = disk.files === 0 || disk.ffree - this.#entries > keptFree.entries
    if (disk.bavail * disk.bsize - this.#bytes < keptFree.bytes || !hasEntries) {
      throw new ArchiveError(
        `the disk of ${this.#folder} is too small for what the archive unfolds to`,
        'make room or choose another disk with --data; nothing was restored',
      )
    }
    this.#bytes = 0
    this.#entries = 0
  }
}
