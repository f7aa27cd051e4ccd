// Keeps one program running: started again whenever it ends, at once the first time, then after growing pauses while it
// does not stay up. Knows nothing of what the program is.

import type { ChildProcess } from 'node:child_process'

const firstPauseMs = 100
const longestPauseMs = 5000
/** Up for so long, the next end counts as the first. */
const stableMs = 10_000

export interface KeepRunningOptions {
  /** Starts the program once. */
  readonly start: () => Promise<ChildProcess>
  readonly onExit: (how: string, pauseMs: number) => void
}

export interface KeptProgram {
  /** Ends the program for good: asked, and killed when it does not listen. */
  stop(patienceMs: number): Promise<void>
}

export function keepRunning(options: KeepRunningOptions): KeptProgram {
  const stopping = new AbortController()
  let child: ChildProcess | undefined
  const loop = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      const startedAt = performance.now()
      const how = await runOnce(options.start, (started) => {
        child = started
        if (stopping.signal.aborted) started.kill('SIGTERM')
      })
      child = undefined
      if (stopping.signal.aborted) return
      failures = performance.now() - startedAt > stableMs ? 0 : failures + 1
      const pauseMs = pauseAfter(failures)
      options.onExit(how, pauseMs)
      await pause(pauseMs, stopping.signal)
    }
  }
  const finished = loop()
  return {
    stop: async (patienceMs) => {
      stopping.abort()
      child?.kill('SIGTERM')
      const killer = setTimeout(() => child?.kill('SIGKILL'), patienceMs)
      await finished
      clearTimeout(killer)
    },
  }
}

/** Milliseconds before the start after this many short lives in a row. */
export function pauseAfter(failures: number): number {
  return failures <= 1 ? firstPauseMs : Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1))
}

async function runOnce(start: () => Promise<ChildProcess>, onStarted: (child: ChildProcess) => void): Promise<string> {
  try {
    const child = await start()
    onStarted(child)
    return await endOf(child)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Also of one that has ended already: starting it goes on for a moment after it runs. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const ended = () => resolve(child.signalCode ?? `exit code ${child.exitCode}`)
    child.once('error', (error) => resolve(error.message))
    child.once('exit', ended)
    if (child.exitCode !== null || child.signalCode !== null) ended()
  })
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
