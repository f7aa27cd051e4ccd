// What a script prints: kept by the node for who asks, and stored on the share where people look for it (CI-85). Other
// nodes write the share, so the way there is gone name by name and through no link. A full disk loses lines, nothing else.

import { closeSync, constants, fchownSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** A script that prints without end keeps its beginning and its end. */
const headBytes = 8 * 1024 * 1024
const tailBytes = 64 * 1024

export interface LogPlace {
  readonly path: string
  readonly stored: { readonly root: string; readonly names: readonly string[]; readonly file: string }
  readonly uid: number
}

export class ScriptLog {
  readonly #files: number[]
  #length = 0
  #tail: Buffer = Buffer.alloc(0)

  constructor({ path, stored, uid }: LogPlace) {
    const files = [attempt(() => openKept(path)), attempt(() => openStored(stored, uid))]
    this.#files = files.filter((file) => file !== undefined)
  }

  write(chunk: Buffer): void {
    const head = chunk.subarray(0, Math.max(0, headBytes - this.#length))
    if (head.length > 0) this.#put(head)
    const rest = chunk.subarray(head.length)
    this.#length += chunk.length
    if (rest.length > 0) this.#tail = Buffer.concat([this.#tail, rest]).subarray(-tailBytes)
  }

  /** What comes after is lost. */
  close(): void {
    const lost = this.#length - headBytes - this.#tail.length
    if (lost > 0) this.#put(Buffer.from(`\n[${lost} bytes left out]\n`))
    this.#put(this.#tail)
    for (const file of this.#files.splice(0)) closeSync(file)
  }

  #put(bytes: Buffer): void {
    for (const file of this.#files) attempt(() => writeSync(file, bytes))
  }
}

function openKept(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return openSync(path, 'w', 0o600)
}

function openStored({ root, names, file }: LogPlace['stored'], uid: number): number {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_WRONLY, O_CREAT, O_EXCL } = constants
  let folder = openSync(root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  try {
    for (const name of names) {
      const made = attempt(() => mkdirSync(below(folder, name), { mode: 0o755 }) ?? name)
      const next = openSync(below(folder, name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
      if (made !== undefined) fchownSync(next, uid, uid)
      closeSync(folder)
      folder = next
    }
    const opened = openSync(below(folder, file), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644)
    fchownSync(opened, uid, uid)
    return opened
  } finally {
    closeSync(folder)
  }
}

function below(folder: number, name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) throw new Error(`${name} is no name`)
  return `/proc/self/fd/${folder}/${name}`
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') console.error(`script log: ${String(error)}`)
    return undefined
  }
}
