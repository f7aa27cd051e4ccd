// What happens when whoever read what a command prints goes away, as `head` does when it has enough: the command ends
// without a word, as programs of the shell do, and never with a stack.

import { exitCodes } from './frame/exit-codes.ts'

export function endWhenNobodyReads(): void {
  let isEnding = false
  const end = (error: NodeJS.ErrnoException) => {
    if (isEnding) return
    isEnding = true
    if (error.code !== 'EPIPE') return fail(error)
    // What has an order to end in, such as `up` and `backup`, does as when its terminal goes away.
    if (process.listenerCount('SIGHUP') > 0) process.emit('SIGHUP', 'SIGHUP')
    else process.exit(exitCodes.nobodyReads)
  }
  for (const stream of [process.stdout, process.stderr]) stream.on('error', end)
}

function fail({ message }: Error): never {
  process.stderr.write(`carrel: What it prints cannot be written: ${message}\n`)
  process.exit(exitCodes.failed)
}
