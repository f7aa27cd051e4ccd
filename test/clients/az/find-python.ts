// A Python that the current azure-cli offers to run on.

import { findPython as findVersion } from '../python/find-python.ts'

/** Undefined where there is none; says so. */
export function findPython(): string | undefined {
  return findVersion('azure-cli', ['3.12', '3.13', '3.11', '3.10'])
}
