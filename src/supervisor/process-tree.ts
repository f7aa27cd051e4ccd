// Everything a process started, wherever it has gone: children of children, other sessions, other users. It holds while
// the root is a subreaper (`tini -s`): what lost its parent is then its child, and not process 1's.

import { readdirSync, readFileSync } from 'node:fs'

/** Most of what is left is gone at once. */
const firstLookMs = 1
const longestLookMs = 50

/**
 * Ends all below `root`: asks, waits `graceMs`, then kills until nothing is left. The root is held still meanwhile, so
 * that nothing escapes by its ending first, and goes last.
 */
export async function endTree(root: number, graceMs: number): Promise<void> {
  signal(root, 'SIGSTOP')
  for (const pid of descendants(root)) signal(pid, 'SIGTERM')
  const giveUpAt = performance.now() + graceMs
  for (let ms = firstLookMs; descendants(root).length > 0 && performance.now() < giveUpAt; ms *= 2) await pause(ms)
  for (let left = descendants(root); left.length > 0; left = descendants(root)) {
    // Those that start more while they are killed are met in the next round.
    for (const pid of left) signal(pid, 'SIGKILL')
    await pause(longestLookMs)
  }
  signal(root, 'SIGCONT')
}

/** Those that live; the dead that wait to be collected do not count. */
export function descendants(root: number): number[] {
  const children = new Map<number, { pid: number; isAlive: boolean }[]>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(name) : undefined
    if (stat === undefined) continue
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), { pid: Number(name), isAlive: stat.isAlive }])
  }
  const found: number[] = []
  const open = [root]
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    for (const child of children.get(pid) ?? []) {
      open.push(child.pid)
      if (child.isAlive) found.push(child.pid)
    }
  }
  return found
}

/** A name may hold brackets and blanks: what counts begins behind the last of its brackets. */
function readStat(pid: string): { parent: number; isAlive: boolean } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(parent), isAlive: state !== 'Z' && state !== 'X' }
  } catch {
    return undefined
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended in between.
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, longestLookMs)))
}
