// The volumes of a cluster in its nodes. The script that mounts them leaves alone what is there and answers, and is run again
// before each job and every few seconds: one that is dead, or was taken away, is back soon.

import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { promisify } from 'node:util'
import { runFolder } from './environment.ts'

const run = promisify(execFile)
/** Written by what a node runs at its start (`node-script.ts` of the server). */
const script = `${runFolder}/mount-volumes`
const lookMs = 5_000
const longestMs = 120_000

let underWay: Promise<void> | undefined

/** Those of an earlier boot are mounted by the start of this one. */
export function keepVolumes(): void {
  rmSync(script, { force: true })
  setInterval(() => void mountVolumes().catch((error: unknown) => console.error(String(error))), lookMs).unref()
}

/** Throws when one is not there and cannot be mounted. */
export function mountVolumes(): Promise<void> {
  if (!existsSync(script)) return Promise.resolve()
  underWay ??= run('/bin/bash', [script], { timeout: longestMs, killSignal: 'SIGKILL' })
    .then(() => undefined, refused)
    .finally(() => {
      underWay = undefined
    })
  return underWay
}

function refused(error: unknown): never {
  const { code, stderr } = error as { code?: number; stderr?: string }
  throw new Error(
    `a volume of the cluster cannot be mounted (exit status ${code ?? 'unknown'}): ${stderr?.trim() ?? ''}`,
  )
}
