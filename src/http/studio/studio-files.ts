// The built web application in memory: a table of paths, so that no request ever names a file of this machine.

import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export interface StudioFile {
  readonly type: string
  readonly content: Buffer
  readonly zipped: Buffer
  /** Its name changes with its content. */
  readonly isImmutable: boolean
}

export interface StudioFiles {
  /** The page of every address below `/studio`; the nonce of an answer goes where `noncePlace` stands. */
  readonly page: string
  /** By path below `/studio/`. */
  readonly files: ReadonlyMap<string, StudioFile>
}

/** What the build writes where the nonce belongs. */
export const noncePlace = '__CARREL_NONCE__'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** Undefined: nothing was built there. */
export async function readStudioFiles(folder: string): Promise<StudioFiles | undefined> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined)
  if (page === undefined) return undefined
  const names = (await readdir(folder, { recursive: true })).filter((name) => types[extname(name)] !== undefined)
  const files = await Promise.all(names.map(async (name) => [name, await readStudioFile(join(folder, name))] as const))
  return { page, files: new Map(files) }
}

async function readStudioFile(path: string): Promise<StudioFile> {
  const content = await readFile(path)
  return {
    type: types[extname(path)] ?? '',
    content,
    zipped: await promisify(gzip)(content),
    isImmutable: path.includes('/assets/'),
  }
}
