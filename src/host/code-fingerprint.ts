// Tells whether running processes were started from the code and configuration that are there now, without reading any
// of it: who may look at a file's size and time may not always read it. Certificates are renewed while they run.

import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '../config.ts'

const clone = join(import.meta.dirname, '..', '..')
const lockFile = join(clone, 'package-lock.json')

export async function codeFingerprint(paths: Paths): Promise<string> {
  const sources = await Promise.all(['src', 'web'].map(filesOf))
  const files = [...sources.flat(), lockFile, paths.config, join(paths.studio, 'built-from')]
  const marks = await Promise.all(
    files.map(async (path) => {
      const entry = await stat(path).catch(() => undefined)
      return entry?.isFile() ? `${path} ${entry.size} ${entry.mtimeMs}` : ''
    }),
  )
  return createHash('sha256')
    .update(`${process.version}\n${marks.join('\n')}`)
    .digest('hex')
}

async function filesOf(folder: string): Promise<string[]> {
  const names = await readdir(join(clone, folder), { recursive: true })
  return names
    .filter((name) => !name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(clone, folder, name))
}

/** Undefined: nothing was started from here yet. */
export async function startedFingerprint(paths: Paths): Promise<string | undefined> {
  return readFile(recordFile(paths), 'utf8').catch(() => undefined)
}

export async function recordFingerprint(paths: Paths, fingerprint: string): Promise<void> {
  await writeFile(recordFile(paths), fingerprint, { mode: 0o644 })
}

function recordFile(paths: Paths): string {
  return join(paths.run, 'started-from')
}
