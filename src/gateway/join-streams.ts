// Two connections become one: bytes both ways at the pace of the slower side, until both have ended or either has failed.
// Afterwards neither is open.

import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export async function joinStreams(a: Duplex, b: Duplex): Promise<void> {
  let linger: NodeJS.Timeout | undefined
  const destroyBoth = (): void => {
    a.destroy()
    b.destroy()
  }
  // One side said goodbye: the other has this long to do so too, or a peer that ignores it would hold us for ever.
  const onHalf = (): void => {
    linger ??= setTimeout(destroyBoth, lingerMs)
  }
  await Promise.allSettled([pipeline(a, b).finally(onHalf), pipeline(b, a).finally(onHalf)])
  clearTimeout(linger)
  destroyBoth()
}

const lingerMs = 30_000
