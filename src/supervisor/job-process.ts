// One command of a job, as root, with its output in files. It has ended when its own process has: what it leaves running is
// ended with it, since the next job wants a node to itself.

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { preferWhenMemoryEnds } from './app.ts'
import { endTree } from './process-tree.ts'
import { shellOf } from './user.ts'

const graceMs = 5000
const tini = '/usr/bin/tini'

export interface JobCommand {
  readonly commandLine: string
  readonly environment: NodeJS.ProcessEnv
  readonly folder: string
  /** Appended to. */
  readonly stdout: string
  readonly stderr: string
  /** Of root's, for the command itself; it may be many lines. */
  readonly scriptPath: string
  /** True: what it leaves running goes on until it is stopped. */
  readonly staysUp?: boolean
  /** A command that runs the script behind descriptor 4 elsewhere; undefined: it runs in the node. */
  readonly within?: readonly string[]
}

export interface JobProcess {
  /** Its exit status; 128 and the signal's number for one that a signal ended. */
  readonly ended: Promise<number>
  /** With all it started. */
  stop(): Promise<void>
}

/** Throws when it cannot be started at all. */
export function startJobProcess(command: JobCommand): JobProcess {
  writeFileSync(command.scriptPath, `${command.commandLine}\n`, { mode: 0o700 })
  const [stdout, stderr] = [openSync(command.stdout, 'a', 0o644), openSync(command.stderr, 'a', 0o644)]
  const script = command.within && openSync(command.scriptPath, 'r')
  try {
    const program = command.within ?? [shellOf(), command.scriptPath]
    const child = spawn(tini, ['-s', '--', '/bin/sh', '-c', keeper, 'job', ...program], {
      cwd: command.folder,
      env: { ...command.environment, PWD: command.folder },
      detached: true,
      stdio: ['ignore', stdout, stderr, 'pipe', ...(script === undefined ? [] : [script])],
    })
    preferWhenMemoryEnds(child.pid)
    const stop = async (): Promise<void> => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        await endTree(child.pid, graceMs)
    }
    return { ended: endOf(child, command.staysUp === true ? async () => undefined : stop), stop }
  } finally {
    for (const file of [stdout, stderr, script]) if (file !== undefined) closeSync(file)
  }
}

/** Says how the command ended and stays, so that what that left running can still be found below it. */
const keeper = '"$@" 3>&-; echo $? >&3; exec 3>&-; while :; do sleep 3600; done'

function endOf(child: ChildProcess, stop: () => Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    let told = ''
    const report = child.stdio[3] as Readable
    report.on('data', (chunk: Buffer) => {
      told += chunk.toString('latin1')
      if (told.endsWith('\n')) void stop().then(() => resolve(Number(told)), reject)
    })
    report.on('error', () => undefined)
    child.once('error', reject)
    // The keeper itself was ended.
    child.once('exit', (code) => told === '' && resolve(code ?? 137))
  })
}
