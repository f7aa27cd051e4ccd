// The volumes of a cluster in its nodes. The script that mounts them leaves alone what is there and answers, and is run again
// before each job and every few seconds: one that is dead, or was taken away, is back soon.

import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { runFolder } from './environment.ts'

/** Written by what a node runs at its start (`node-script.ts` of the server). */
const script = `${runFolder}/mount-volumes`
const said = `${runFolder}/mount-volumes.txt`
const lookMs = 5_000
const longestMs = 120_000

let underWay: Promise<void> | undefined

/** Those of an earlier boot are mounted by the start of this one. */
export function keepVolumes(): void {
  rmSync(script, { force: true })
  setInterval(() => void mountVolumes().catch((error: unknown) => console.error(String(error))), lookMs).unref()
}

/** Rejects when one is not there and cannot be mounted. */
export function mountVolumes(): Promise<void> {
  if (!existsSync(script)) return Promise.resolve()
  underWay ??= mountOnce().finally(() => {
    underWay = undefined
  })
  return underWay
}

/** Its end is awaited, not that of its output: what it mounts may live by a program that goes on. */
async function mountOnce(): Promise<void> {
  const output = openSync(said, 'w', 0o600)
  const child = spawn('/bin/bash', [script], {
    ...{ stdio: ['ignore', 'ignore', output], detached: true },
    ...{ timeout: longestMs, killSignal: 'SIGKILL' },
  })
  closeSync(output)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code === 0) return
  const words = readFileSync(said, 'utf8').trim().slice(-200)
  throw new Error(`a volume of the cluster cannot be mounted (exit status ${code ?? 'none'}): ${words}`)
}
