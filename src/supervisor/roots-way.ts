import { lstatSync } from 'node:fs'
import { dirname } from 'node:path'

const othersMayWrite = 0o002
const othersKeepOff = 0o1000

/** Throws unless nobody but root can put something else in the place of a folder, or of one that leads to it. */
export function requireRootsWay(folder: string): void {
  const { uid, mode, ...entry } = stat(folder)
  const isOpen = (mode & othersMayWrite) !== 0 && (mode & othersKeepOff) === 0
  if (!entry.isFolder || uid !== 0 || isOpen) throw new Error(`${folder} is not root's: remove it on the node`)
  if (folder !== '/') requireRootsWay(dirname(folder))
}

function stat(folder: string) {
  const found = lstatSync(folder)
  return { uid: found.uid, mode: found.mode, isFolder: found.isDirectory() }
}
