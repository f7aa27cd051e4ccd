// The recipe is the folder `context/`; its content names the image, so a changed recipe is a new image and an unchanged
// one is found again, whoever built it.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface ImageRecipe {
  /** `carrel-node:<12 hex digits>` */
  readonly reference: string
  readonly files: ReadonlyMap<string, string>
}

export async function readImageRecipe(): Promise<ImageRecipe> {
  const folder = join(import.meta.dirname, 'context')
  const names = (await readdir(folder)).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const files = new Map(names.map((name, index) => [name, texts[index] ?? '']))
  const hash = createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('hex')
  return { reference: `carrel-node:${hash.slice(0, 12)}`, files }
}
