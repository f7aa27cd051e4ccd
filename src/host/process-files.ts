// Which of an installation's processes run, told by the process ids in `run/`. A number alone proves nothing (it may have
// gone to somebody else since), so the command line of the process is looked at.

import { constants } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '../config.ts'

export type ProcessName = 'supervise' | 'server' | 'gateway'

const pidLength = 12

/** The command of `src/main.ts` each is started with. */
export const processCommands = { supervise: 'supervise', server: 'serve', gateway: 'gateway' } as const

export function pidFile(paths: Paths, name: ProcessName): string {
  return join(paths.run, `${name}.pid`)
}

/** Over what stood there, as long as it was: so it works on a full disk too, from the second time. */
export async function writePid(paths: Paths, name: ProcessName, pid: number): Promise<void> {
  const file = await open(pidFile(paths, name), constants.O_WRONLY | constants.O_CREAT, 0o644)
  try {
    await file.write(`${pid}\n`.padStart(pidLength), 0)
  } finally {
    await file.close()
  }
}

export async function removePid(paths: Paths, name: ProcessName): Promise<void> {
  await rm(pidFile(paths, name), { force: true })
}

/** Undefined: it does not run. */
export async function runningPid(paths: Paths, name: ProcessName): Promise<number | undefined> {
  const pid = Number((await readFile(pidFile(paths, name), 'utf8').catch(() => '')).trim())
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
  return words.includes(processCommands[name]) && words.includes(paths.data) ? pid : undefined
}

export interface StopOptions {
  /** After which it is killed. */
  readonly patienceMs: number
}

/** Ends a process and waits until it is gone. Absent is success. */
export async function stopProcess(paths: Paths, name: ProcessName, { patienceMs }: StopOptions): Promise<void> {
  const pid = await runningPid(paths, name)
  if (pid === undefined) return
  signal(pid, 'SIGTERM')
  const killAt = Date.now() + patienceMs
  let isKilled = false
  while ((await runningPid(paths, name)) === pid) {
    if (!isKilled && Date.now() > killAt) {
      signal(pid, 'SIGKILL')
      isKilled = true
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ESRCH') throw error
  }
}
