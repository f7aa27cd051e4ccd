// What a command said last, from the file it was written to. The command is somebody's and may have put anything there:
// no more is read than is told, and nothing is waited for.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** In bytes. Room for what is only space at the end. */
const mostRead = 4096

/** `longest` characters at most; none of what is no plain file. */
export function lastWords(path: string, longest: number): string {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const found = fstatSync(file)
      if (!found.isFile()) return ''
      const end = Buffer.alloc(Math.min(found.size, mostRead))
      const read = readSync(file, end, 0, end.length, found.size - end.length)
      return end.toString('utf8', 0, read).trimEnd().slice(-longest)
    } finally {
      closeSync(file)
    }
  } catch {
    // Gone, or a link.
    return ''
  }
}
