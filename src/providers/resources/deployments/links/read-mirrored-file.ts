import { open, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'

/** A file beneath a folder of the operator's, by its undecoded relative path. Throws an Error with a sentence. */
export async function readMirroredFile(folder: string, path: string, maxBytes: number): Promise<string> {
  const root = await realpath(folder)
  const file = await realpath(join(root, decodeURIComponent(path))).catch(() => {
    throw new Error('the mirror configured for it has no such file')
  })
  const inside = relative(root, file)
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside))
    throw new Error('it leads out of the folder of its mirror')
  await using handle = await open(file, 'r')
  const facts = await handle.stat()
  if (!facts.isFile()) throw new Error('the mirror configured for it has no such file')
  if (facts.size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`)
  return new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile())
}
