// The command line as the server hands it out: what speaks to the API, and nothing of the host.

import { apiCommands } from './api-commands.ts'
import { runProgram } from './run-program.ts'

await runProgram(process.argv.slice(2), apiCommands)
