import type { Dirent } from 'node:fs'
import { type FileHandle, opendir } from 'node:fs/promises'
import { itself } from './descriptor-path.ts'

/** What a folder holds, in its own order, read as it goes. Names are bytes: Node replaces what is not UTF-8 in a string. */
export async function* readEntries(folder: FileHandle): AsyncGenerator<Dirent<Buffer>> {
  // Node takes 'buffer' here as readdir does; its types do not know.
  const entries: AsyncIterable<unknown> = await opendir(itself(folder), {
    encoding: 'buffer' as BufferEncoding,
    bufferSize: 256,
  })
  for await (const entry of entries) yield entry as Dirent<Buffer>
}
