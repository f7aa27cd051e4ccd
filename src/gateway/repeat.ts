// Does something again and again, never twice at once, until it is disposed. A failure is logged and is no reason to stop.

import type { Log } from '../base/log.ts'

export function repeat(everyMs: number, log: Log, act: () => void | Promise<void>): Disposable {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const next = (): void => {
    timer = isStopped ? undefined : setTimeout(() => void run(), everyMs)
  }
  const run = async (): Promise<void> => {
    try {
      await act()
    } catch (error) {
      log.warn({ err: error }, 'a regular duty failed')
    }
    next()
  }
  next()
  return {
    [Symbol.dispose]() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
