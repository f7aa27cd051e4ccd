// Node has no openat: a path below an open folder's entry in /proc takes its place. The kernel goes from the entry
// straight to the folder that is open, wherever it was moved since, and looks up the one name that follows.

import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'

const { O_RDONLY, O_NOFOLLOW, O_DIRECTORY, O_NONBLOCK } = constants

/** Linux's O_PATH: names a thing without opening it, so that no device is touched and no fifo waits. */
const O_PATH = 0o10000000

/** Each closes on exec, which Node adds to every open. */
export const openFlags = {
  /** Whatever it is, a link included. */
  entry: O_PATH | O_NOFOLLOW,
  /** A folder to go on from; ENOTDIR for a link. */
  folder: O_PATH | O_NOFOLLOW | O_DIRECTORY,
  /** A folder that is open already: its entry in /proc is a link, followed. */
  again: O_PATH | O_DIRECTORY,
  /** A folder whose owner and mode are to be set. */
  changeableFolder: O_RDONLY | O_NOFOLLOW | O_DIRECTORY,
  /** Only of what an entry was seen to be. */
  reopened: O_RDONLY | O_NONBLOCK,
} as const

/** `handle` must stay open until the call that was given the path has returned: numbers are used again. */
export function itself(handle: FileHandle): string {
  return `/proc/self/fd/${handle.fd}`
}

/** `name` is one component; a Buffer where it came from the disk, since names there need not be UTF-8. */
export function below(handle: FileHandle, name: string | Buffer): string | Buffer {
  const parent = `${itself(handle)}/`
  return typeof name === 'string' ? parent + name : Buffer.concat([Buffer.from(parent), name])
}
