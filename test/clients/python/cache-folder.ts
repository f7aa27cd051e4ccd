import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where what was installed once is kept, whatever home a client is given. */
export const cacheFolder = process.env['CARREL_CACHE'] ?? join(homedir(), '.cache', 'carrel')
