// The commands that need nothing but the API. They are what the server hands out to laptops, so whatever acts on the
// machine it runs on, or needs a native part, stays out of this list and of what it imports.

import { completionCommands } from './commands/completion.ts'
import { computeCommands } from './commands/compute.ts'
import { execCommand } from './commands/exec.ts'
import { loginCommands } from './commands/login.ts'
import { servicePrincipalCommands } from './commands/sp.ts'
import type { AddCommands } from './run-program.ts'

export const apiCommands: readonly AddCommands[] = [
  loginCommands,
  computeCommands,
  servicePrincipalCommands,
  execCommand,
  completionCommands,
]
