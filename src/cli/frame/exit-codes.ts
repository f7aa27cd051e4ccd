// What the exit code of every command means. Scripts depend on the numbers: they never change.

export const exitCodes = {
  done: 0,
  failed: 1,
  badUsage: 2,
  notFound: 3,
  notAllowed: 4,
  conflict: 5,
  interrupted: 130,
  /** As a shell tells it of a program that SIGPIPE ended. */
  nobodyReads: 141,
} as const

/** Shown in the help of each command that talks to the API. */
export const exitCodeHelp =
  'Exit codes: 0 done, 1 failed, 2 bad usage, 3 not found, 4 not signed in or not allowed, 5 conflict, 130 interrupted.'

/** Of an answer that refuses. */
export function exitCodeOfStatus(status: number): number {
  if (status === 404) return exitCodes.notFound
  if (status === 401 || status === 403) return exitCodes.notAllowed
  if (status === 409 || status === 412) return exitCodes.conflict
  return exitCodes.failed
}
