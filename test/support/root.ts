// Tests that kill, freeze, fill and mount do what only root may. Anybody else sees them skipped.

import { beforeEach } from 'vitest'

export const isRoot = process.geteuid?.() === 0

/** For a file's top: what its own `beforeAll` starts, it starts only where `isRoot`. */
export function skipUnlessRoot(): void {
  beforeEach(({ skip }) => skip(!isRoot, 'it needs root: run ./carrel test as root'))
}
