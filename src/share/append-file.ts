// Adds to a file that is not yet whole. Promise: what was written before a failure stays and counts, so that whoever sends
// a large file in pieces goes on where it broke off; a piece that does not begin where the file ends is not written.

import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { ConfinedPathError } from './confined-path-error.ts'
import { below } from './descriptor-path.ts'
import type { FileTarget, Owner } from './write-file.ts'

const { O_WRONLY, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants

export interface AppendOptions {
  /** Where the file must end now; 0 makes it. */
  readonly offset: number
  /** Bytes of the whole file; one more is TooLarge. */
  readonly limit: number
  /** Whose it is when it is made, with mode 0644; the server's own unless told. */
  readonly owner?: Owner | undefined
}

/** The size afterwards. The caller keeps two from appending to the same file at once. */
export async function appendBelow(
  { folder, name, path }: FileTarget,
  source: AsyncIterable<Uint8Array>,
  { offset, limit, owner }: AppendOptions,
): Promise<number> {
  const isFirst = offset === 0 ? O_CREAT : 0
  await using file = await open(below(folder, name), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | isFirst, 0o600)
  const found = await file.stat()
  if (!found.isFile()) throw new ConfinedPathError('NotAFile', path)
  if (found.size !== offset) throw new ConfinedPathError('WrongOffset', path)
  if (offset === 0) {
    if (owner !== undefined) await file.chown(owner.uid, owner.gid)
    await file.chmod(0o644)
  }
  let size = offset
  try {
    for await (const chunk of source) {
      if (size + chunk.byteLength > limit) throw new ConfinedPathError('TooLarge', path)
      for (let done = 0; done < chunk.byteLength; ) {
        const { bytesWritten } = await file.write(chunk, done, chunk.byteLength - done, size)
        done += bytesWritten
        size += bytesWritten
      }
    }
  } finally {
    await file.datasync()
  }
  return size
}
