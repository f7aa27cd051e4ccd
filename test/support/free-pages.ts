// Docker keeps its networks in a database (bbolt) that writes into its free pages first, which a disk has room for however
// full it is. Without them, it fails on a full disk each time, instead of when it happens to need one more.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const magic = 0xed0cdaed
/** Of a page, before its content. */
const headBytes = 16

/** Gives the room of the free pages of the database at `path` back to its disk. Nobody may be writing. */
export async function giveFreePagesBack(path: string): Promise<void> {
  const file = await readFile(path)
  const { pageBytes, freelist } = newestMeta(file)
  const at = freelist * pageBytes
  const count = file.readUInt16LE(at + 10)
  for (let nth = 0; nth < count; nth++) {
    const page = Number(file.readBigUInt64LE(at + headBytes + 8 * nth))
    const where = ['--offset', String(page * pageBytes), '--length', String(pageBytes)]
    await run('fallocate', ['--punch-hole', ...where, path])
  }
}

/** The first two pages are written in turn. */
function newestMeta(file: Buffer): { pageBytes: number; freelist: number } {
  const pageBytes = file.readUInt32LE(headBytes + 8)
  const [first, second] = [0, pageBytes].map((page) => {
    const at = page + headBytes
    if (file.readUInt32LE(at) !== magic) throw new Error('this is no database of bbolt')
    return { pageBytes, freelist: Number(file.readBigUInt64LE(at + 32)), transaction: file.readBigUInt64LE(at + 48) }
  })
  if (first === undefined || second === undefined) throw new Error('it has no pages')
  return first.transaction > second.transaction ? first : second
}
