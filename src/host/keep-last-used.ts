import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const mostKept = 6
/** Ends the name of one that is being removed. */
const ending = '.gone'

export interface KeptFolders {
  readonly folder: string
  /** Which of those in it are meant. */
  isOne(name: string): boolean
  /** In use now, whatever its time says. */
  readonly own: string
}

/** Keeps six. Of folders that can be made anew, and whose times say when they were used: those not used for longest go. */
export function keepLastUsed({ folder, isOne, own }: KeptFolders): void {
  const others = readdirSync(folder)
    .filter((name) => name !== own && isOne(name.endsWith(ending) ? name.slice(0, -ending.length) : name))
    .map((name) => join(folder, name))
    .map((path) => ({ path, at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
  for (const { path } of others.toSorted((a, b) => b.at - a.at).slice(mostKept - 1)) {
    try {
      remove(path)
    } catch {
      // Somebody writes there at this moment: it is in use.
    }
  }
}

/** Under its own name it is there whole or not at all, whenever this ends. */
function remove(path: string): void {
  const leaving = path.endsWith(ending) ? path : `${path}${ending}`
  if (leaving !== path) renameSync(path, leaving)
  rmSync(leaving, { recursive: true, force: true })
}
