import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { CliFailure } from '../frame/cli-failure.ts'

const passedOn = ['SIGTERM', 'SIGHUP'] as const

/** Runs a program on this terminal and answers its exit code. `missing`: what to do when it is not installed. */
export async function runProgram(program: string, args: readonly string[], missing: string): Promise<number> {
  let child: ChildProcess | undefined
  // The terminal sends these to both; it is the program's to answer.
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  // What ends this command alone ends the program as well.
  const passOn = (signal: NodeJS.Signals) => void child?.kill(signal)
  for (const signal of passedOn) process.on(signal, passOn)
  try {
    const started = spawn(program, args, { stdio: 'inherit' })
    child = started
    return await new Promise<number>((resolve, reject) => {
      started.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ENOENT' ? new CliFailure(`'${program}' is not installed here.`, missing) : error),
      )
      started.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
    })
  } finally {
    process.off('SIGINT', ignore)
    for (const signal of passedOn) process.off(signal, passOn)
  }
}
