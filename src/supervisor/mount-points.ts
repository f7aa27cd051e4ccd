// What is mounted in the node, as the kernel says it: what lies behind a path may not answer.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)
const patience = { timeout: 10_000, killSignal: 'SIGKILL' } as const

/** Throws for the first of the paths where nothing is mounted. */
export function requireMounted(paths: readonly string[]): void {
  const mounted = new Set(mountPoints())
  const missing = paths.find((path) => !mounted.has(path))
  if (missing !== undefined) throw new Error(`nothing is mounted at ${missing} in this node`)
}

/** Unmounts all below a folder. Throws when something stays: what is removed there next must not be somebody's files. */
export async function unmountBelow(folder: string): Promise<void> {
  const below = () => mountPoints().filter((path) => path.startsWith(`${folder}/`))
  for (const path of below().sort((a, b) => b.length - a.length))
    await run('umount', ['--lazy', path], patience).catch((error: unknown) => console.error(`umount: ${String(error)}`))
  const [left] = below()
  if (left !== undefined) throw new Error(`${left} is still mounted from an earlier job`)
}

/** In the kernel's spelling blanks and the like are numbers. */
function mountPoints(): string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  return lines.flatMap((line) => {
    const path = line.split(' ')[4]
    return path === undefined
      ? []
      : [path.replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)))]
  })
}
