// An annex: a container of another image beside the node, in the node's own processes and network, whose first process
// does nothing but hold its file system. What is started in it is started here, as a job is, and only its root is there:
// it is the node's in all else, its limits too. The engine makes it (`engine/docker/annexes`) and takes it away.

import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Stands in the command line of its first process, with its name behind it. */
const mark = 'carrel-annex'

/** Process id of its first process; undefined: it is not there. */
export function findAnnex(name: string): number | undefined {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  const found = pids.find((pid) => {
    const words = wordsIn(`/proc/${pid}/cmdline`)
    return words.at(-2) === mark && words.at(-1) === name
  })
  return found === undefined ? undefined : Number(found)
}

/** What its image says that programs find. */
export function annexEnvironment(pid: number): Record<string, string> {
  const entries = wordsIn(`/proc/${pid}/environ`).map((entry) => entry.split(/=(.*)/s, 2))
  const found = Object.fromEntries(entries.map(([name = '', value = '']) => [name, value]))
  // Of the container that is held, not of the node that it belongs to.
  const { HOSTNAME: _, ...environment } = found
  return environment
}

/** A command that runs the script behind descriptor 4 in an annex, with these folders there, the first to begin in. */
export function inAnnex(pid: number, folders: readonly string[]): string[] {
  const chroot = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'].map((folder) => `${folder}/chroot`).find(existsSync)
  if (chroot === undefined) throw new Error("the node's image has no chroot, which starts what runs in containers")
  return [chroot, `/proc/${pid}/root`, '/bin/sh', '-c', entry, 'job', ...folders]
}

/** The descriptor is opened by name: the script's own path is the node's. An image may have a shell and nothing beside. */
const entry = [
  'for folder; do [ -d "$folder" ] || mkdir -p "$folder" || exit 126; done',
  'cd "$1" || exit 126',
  '[ ! -x /bin/bash ] || exec /bin/bash /proc/self/fd/4',
  'exec /bin/sh /proc/self/fd/4',
].join('; ')

function wordsIn(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\0').slice(0, -1)
  } catch {
    // It has ended in between.
    return []
  }
}
