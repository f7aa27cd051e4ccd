import { setImmediate as othersFirst } from 'node:timers/promises'

const longestMs = 50

let busySince = 0
let lastAt = 0
let breath: Promise<void> | undefined

/** Runs work that nothing interrupts. Where much of it comes at once, other requests get their turn in between. */
export async function breathing<T>(work: () => T): Promise<T> {
  if (performance.now() - lastAt > longestMs) busySince = performance.now()
  while (performance.now() - busySince > longestMs) {
    breath ??= othersFirst().then(() => {
      breath = undefined
      busySince = performance.now()
    })
    await breath
  }
  const answer = work()
  lastAt = performance.now()
  return answer
}
