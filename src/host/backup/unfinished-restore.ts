// What a restore that was killed has left in a data folder: a folder of its own, which goes last, and what it had moved out
// of that to where an installation has it.

export const stagingFolder = '.restoring'

const moved =
  /^(?:keys|tls|admin|run|logs|supervisor|volumes|carrel\.db(?:-wal|-shm)?|config\.json\.new(?:\.[0-9a-f-]+\.new)?)$/

/** Those of the names that the next restore takes away, in this order; none of a folder that it had finished with. */
export function leftByRestore(names: readonly string[]): string[] {
  return names.includes(stagingFolder) ? [...names.filter((name) => moved.test(name)), stagingFolder] : []
}
