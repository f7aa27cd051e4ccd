// One command at a time: a file that holds the process id of whoever has the turn. It appears whole (by a link), and one
// whose process is gone is taken away, so that a killed command holds up nobody.

import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const lookAgainMs = 50

export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  // One process may wait more than once: two calls of a command whose token is refused at the same time.
  const mine = `${file}.${randomUUID()}`
  await writeFile(mine, String(process.pid), { mode: 0o600 })
  try {
    while (!(await taken(file, mine))) {
      await removeIfAbandoned(file, `${mine}.aside`)
      await sleep(lookAgainMs)
    }
    try {
      return await work()
    } finally {
      await rm(file, { force: true })
    }
  } finally {
    await rm(mine, { force: true })
  }
}

async function taken(file: string, mine: string): Promise<boolean> {
  return link(mine, file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}

async function removeIfAbandoned(file: string, aside: string): Promise<void> {
  const holder = await holderOf(file)
  if (holder === undefined || isAlive(holder)) return
  // Two may see this at once: the second would take away the lock of the first. What was moved is looked at again.
  const wasMoved = await rename(file, aside).then(
    () => true,
    () => false,
  )
  if (!wasMoved) return
  if ((await holderOf(aside)) !== holder) await link(aside, file).catch(() => undefined)
  await rm(aside, { force: true })
}

async function holderOf(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : Number(text)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
