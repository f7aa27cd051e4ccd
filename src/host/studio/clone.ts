import { join } from 'node:path'

/** Where this program's sources are. */
export const clone = join(import.meta.dirname, '..', '..', '..')
