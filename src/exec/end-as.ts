import type { Ended } from './run-command.ts'

/** Ends this process as the command ended, so that a shell sees the same; nothing may be left to do. */
export function endAs(ended: Ended): void {
  if ('code' in ended) process.exitCode = ended.code
  else process.kill(process.pid, ended.signal)
}
