// Lets a command that is being interrupted take away what it has begun.

export interface StopOnSignal extends Disposable {
  readonly signal: AbortSignal
}

/** Aborts instead of ending the process. Disposed: signals do again what they always do. */
export function stopOnSignal(): StopOnSignal {
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Error('interrupted'))
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.once(name, stop)
  return {
    signal: stopping.signal,
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, stop)
    },
  }
}
