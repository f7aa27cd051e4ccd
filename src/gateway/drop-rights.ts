// Gives up root for good, once everything that needs it is open. From then on this process can reach its own run folder,
// as its working folder, and whatever was opened before; nothing else of the data folder.

export interface Rights {
  readonly uid: number
  readonly gid: number
}

/** Throws when rights could not be dropped: a gateway must not go on as root without saying so. */
export function dropRights(runFolder: string, { uid, gid }: Rights): void {
  process.chdir(runFolder)
  process.umask(0o077)
  process.setgroups?.([gid])
  process.setgid?.(gid)
  process.setuid?.(uid)
  const isDropped = process.getuid?.() === uid && process.geteuid?.() === uid && process.getgid?.() === gid
  if (!isDropped || uid === 0) throw new Error('The gateway could not give up its rights.')
}
