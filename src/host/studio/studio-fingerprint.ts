import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clone } from './clone.ts'

/** Changes with the web application's sources and with the libraries it is built with. */
export async function studioFingerprint(): Promise<string> {
  const entries = await readdir(join(clone, 'web'), { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
  const all = [...files.sort(), join(clone, 'vite.config.ts'), join(clone, 'package-lock.json')]
  const hash = createHash('sha256')
  for (const path of all) hash.update(`${path.slice(clone.length)}\0`).update(await readFile(path))
  return hash.digest('hex')
}
