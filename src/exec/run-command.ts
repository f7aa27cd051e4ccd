// Runs the command as if it stood alone: its streams are ours, signals go through, and how it ended is told exactly.

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

export type Ended = { readonly code: number } | { readonly signal: NodeJS.Signals }

export interface CommandLine {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** As shells say it. */
const notFound = 127
const notExecutable = 126

const passedOn = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const
/** A terminal sends these to the command as well; passed on, they would come twice. */
const ofTerminals = ['SIGINT', 'SIGQUIT'] as const

/** Throws only when the command cannot be started for another reason than its name. */
export async function runCommand({ command, args, env }: CommandLine): Promise<Ended> {
  let child: ChildProcess | undefined
  const hasTerminal = isAtTerminal()
  // Before the command is started: from then on it may be heard of, and what is sent to us would end us and leave it alone.
  const handlers = [...passedOn, ...ofTerminals].map((signal) => {
    const isSeenAlready = hasTerminal && (ofTerminals as readonly string[]).includes(signal)
    const handler = () => void (isSeenAlready || child?.kill(signal))
    process.on(signal, handler)
    return () => process.off(signal, handler)
  })
  try {
    child = spawn(command, args, { stdio: 'inherit', env })
    return await ended(child)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : undefined
    if (reason !== 'ENOENT' && reason !== 'EACCES') throw error
    process.stderr.write(
      `carrel exec: ${command}: ${reason === 'ENOENT' ? 'command not found' : 'permission denied'}\n`,
    )
    return { code: reason === 'ENOENT' ? notFound : notExecutable }
  } finally {
    for (const takeOff of handlers) takeOff()
  }
}

function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal === null ? { code: code ?? 1 } : { signal }))
  })
}

function isAtTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}
