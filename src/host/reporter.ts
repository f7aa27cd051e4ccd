// Progress of a long command on standard error: one line per phase with its time, moving on a terminal, sparse elsewhere.
// Standard output stays free for what the command was asked for.

import { PhaseFailure } from './step-failure.ts'

export interface Reporter {
  say(line: string): void
  /** Runs a phase and shows how long it took. What it throws comes out as a `PhaseFailure`. */
  phase<T>(name: string, work: (progress: (line: string) => void) => Promise<T>): Promise<T>
}

const nameWidth = 22
const repeatMs = 10_000
const plainWidth = 100

export function createReporter(output: NodeJS.WriteStream = process.stderr): Reporter {
  return {
    say: (line) => void output.write(`${line}\n`),
    phase: (name, work) => (output.isTTY ? movingPhase(output, name, work) : plainPhase(output, name, work)),
  }
}

type Work<T> = (progress: (line: string) => void) => Promise<T>

async function movingPhase<T>(output: NodeJS.WriteStream, name: string, work: Work<T>): Promise<T> {
  const started = performance.now()
  let last = ''
  const draw = () => {
    const text = `  ${name.padEnd(nameWidth)} ${seconds(started)}  ${last}`
    output.write(`\r\x1b[2K${text.slice(0, Math.max(20, (output.columns || 80) - 1))}`)
  }
  draw()
  const timer = setInterval(draw, 200)
  const finish = (mark: string) => {
    clearInterval(timer)
    output.write(`\r\x1b[2K${mark} ${name.padEnd(nameWidth)} ${seconds(started)}\n`)
  }
  return settle(
    name,
    work((line) => (last = printable(line))),
    finish,
  )
}

async function plainPhase<T>(output: NodeJS.WriteStream, name: string, work: Work<T>): Promise<T> {
  const started = performance.now()
  let last = '…'
  const show = () => output.write(`  ${name.padEnd(nameWidth)} ${seconds(started)}  ${last.slice(0, plainWidth)}\n`)
  const timer = setInterval(show, repeatMs)
  const finish = (mark: string) => {
    clearInterval(timer)
    output.write(`${mark} ${name.padEnd(nameWidth)} ${seconds(started)}\n`)
  }
  return settle(
    name,
    work((line) => (last = printable(line))),
    finish,
  )
}

async function settle<T>(name: string, running: Promise<T>, finish: (mark: string) => void): Promise<T> {
  try {
    const result = await running
    finish('✓')
    return result
  } catch (error) {
    finish('✗')
    throw error instanceof PhaseFailure ? error : new PhaseFailure(name, error)
  }
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`
}

/** Other programs' lines carry cursor movements and colours of their own. */
function printable(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return line.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll(/[\x00-\x1f\x7f]/g, ' ')
}
