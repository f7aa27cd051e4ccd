// One script, as root, with a time limit for all it starts. What it leaves running when it ends in time goes on: a script
// that starts a service is no mistake.

import { spawn } from 'node:child_process'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { preferWhenMemoryEnds } from './app.ts'
import { endTree } from './process-tree.ts'
import type { NodeScript } from './set-up-request.ts'
import { shellOf } from './user.ts'

const graceMs = 5000
/** What it printed last has come through the pipe in less, unless something it started keeps the pipe open. */
const drainMs = 300
const tini = '/usr/bin/tini'
const timeoutStatus = 124

export interface ScriptEnd {
  readonly exitCode: number
  readonly isTimedOut: boolean
}

export interface RunningScript {
  readonly ended: Promise<ScriptEnd>
  /** With all it started. */
  stop(): Promise<void>
}

export interface ScriptPlace {
  /** Of root's, for the file itself. */
  readonly folder: string
  readonly name: string
  readonly environment: NodeJS.ProcessEnv
  onOutput(chunk: Buffer): void
}

/** Throws when it cannot be started at all. */
export function runScript(script: NodeScript, place: ScriptPlace): RunningScript {
  if (statSync(script.folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Error(`there is no folder ${script.folder}`)
  mkdirSync(place.folder, { recursive: true, mode: 0o700 })
  const path = `${place.folder}/${place.name}.sh`
  const content = Buffer.from(script.content, 'base64')
  writeFileSync(path, content, { mode: 0o700 })
  // Without a line that says what reads it, it is the shell's.
  const interpreter = interpreterOf(content)
  if (interpreter !== undefined) requireFile(interpreter, script.folder)
  const command = interpreter === undefined ? [shellOf(), path] : [path]
  const child = spawn(tini, ['-s', '--', ...command, ...script.arguments], {
    cwd: script.folder,
    env: { ...place.environment, PWD: script.folder },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  preferWhenMemoryEnds(child.pid)
  child.stdout.on('data', place.onOutput)
  child.stderr.on('data', place.onOutput)
  let isTimedOut = false
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null) await endTree(child.pid, graceMs)
  }
  const timer = setTimeout(() => {
    isTimedOut = true
    void stop()
  }, script.timeoutMs)
  const ended = new Promise<ScriptEnd>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      const end = { exitCode: isTimedOut ? timeoutStatus : (code ?? 137), isTimedOut }
      const late = setTimeout(() => resolve(end), drainMs)
      child.once('close', () => {
        clearTimeout(late)
        resolve(end)
      })
    })
  }).finally(() => clearTimeout(timer))
  return { ended, stop }
}

/** What the first line names to read the script. */
function interpreterOf(content: Buffer): string | undefined {
  const [, name] = /^#![ \t]*([^ \t\r\n]+)/.exec(content.subarray(0, 256).toString('latin1')) ?? []
  return name
}

/** Started without it, the script would be said not to be there itself. */
function requireFile(interpreter: string, folder: string): void {
  if (statSync(resolve(folder, interpreter), { throwIfNoEntry: false })?.isFile() === true) return
  throw new Error(`its first line asks for ${interpreter}, which is not in the instance`)
}
