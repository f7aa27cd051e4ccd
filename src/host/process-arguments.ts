// How each of the processes is started: Node, the program's main file, its command and the data folder.

import { join } from 'node:path'
import type { Paths } from '../config.ts'
import { type ProcessName, processCommands } from './process-files.ts'

const mainFile = join(import.meta.dirname, '..', 'main.ts')

/** Arguments for `process.execPath`, as the launcher gives them. */
export function processArguments(paths: Paths, name: ProcessName): string[] {
  return ['--disable-warning=ExperimentalWarning', mainFile, processCommands[name], '--data', paths.data]
}
