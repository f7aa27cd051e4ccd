// Work that nothing interrupts, with turns of others in between: after much of it, or one long piece, whoever asks next waits
// until others had about as long.

import { setImmediate as othersFirst, setTimeout as rest } from 'node:timers/promises'

const longestMs = 50
/** However long a piece took. */
const longestRestMs = 500

let busySince = 0
let lastAt = 0
let restUntil = 0
let breath: Promise<void> | undefined

/** Answers what the work does. */
export async function breathing<T>(work: () => T): Promise<T> {
  if (performance.now() - lastAt > longestMs) busySince = performance.now()
  for (;;) {
    const now = performance.now()
    if (now < restUntil) await rest(restUntil - now)
    else if (now - busySince > longestMs) await breathe()
    else return timed(work)
  }
}

function breathe(): Promise<void> {
  breath ??= othersFirst().then(() => {
    breath = undefined
    busySince = performance.now()
  })
  return breath
}

function timed<T>(work: () => T): T {
  const began = performance.now()
  try {
    return work()
  } finally {
    lastAt = performance.now()
    const took = lastAt - began
    if (took > longestMs) restUntil = lastAt + Math.min(took, longestRestMs)
  }
}
