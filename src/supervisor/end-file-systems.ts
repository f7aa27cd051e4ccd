// Lets the programs that answer for file systems end in good order: what they have not stored yet is lost when they are
// killed with the node. Everything else has been asked to end before.

import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const lookAgainMs = 50

/** Answers when all have ended, or after `graceMs`. */
export async function endFileSystems(graceMs: number): Promise<void> {
  if (!/ - fuse[ .]/.test(readFileSync('/proc/self/mountinfo', 'utf8'))) return
  // To all but tini and this; which program answers for what is not for root to see either.
  process.kill(-1, 'SIGTERM')
  for (let waitedMs = 0; waitedMs < graceMs && hasOthers(); waitedMs += lookAgainMs) await sleep(lookAgainMs)
}

function hasOthers(): boolean {
  const isOther = (name: string): boolean => /^\d+$/.test(name) && name !== '1' && name !== String(process.pid)
  return readdirSync('/proc').some(isOther)
}
