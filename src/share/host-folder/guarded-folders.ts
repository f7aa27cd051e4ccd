// Which folders of the host are nobody's to give away, whoever asks: the system's own, and what the caller names beside
// them (our data folder, Docker's). Pure, on the text of the path; `open-host-folder.ts` asks again of what is really there.

import { HostFolderFault } from './host-folder-fault.ts'

/** With all that lies below. */
const systemFolders = [
  ...['/bin', '/boot', '/dev', '/etc', '/lib', '/lib32', '/lib64', '/libx32', '/lost+found', '/proc', '/root', '/run'],
  ...['/sbin', '/snap', '/sys', '/usr', '/var/backups', '/var/cache', '/var/lib', '/var/lock', '/var/log', '/var/mail'],
  ...['/var/run', '/var/spool', '/var/tmp'],
]
/** What holds many things of many owners: not itself, but a folder in it. */
const gatheringFolders = ['/', '/home', '/media', '/mnt', '/opt', '/srv', '/tmp', '/var']

/** All of it, or what is hidden in it: whoever can write `.ssh` there is that person on this host. */
const somebodysHome = /^\/home\/[^/]+(\/\..*)?$/

/** Absolute, without a slash at the end. */
export interface GuardedFolders {
  /** Neither these nor anything above or below them. */
  readonly whole: readonly string[]
  /** Only these themselves. */
  readonly alone: readonly string[]
}

export function guardedFolders(own: readonly string[]): GuardedFolders {
  return { whole: [...systemFolders, ...own.map((path) => path.replace(/(.)\/+$/, '$1'))], alone: gatheringFolders }
}

/** The names on the way to the folder. Throws HostFolderFault for a path that is not one or leads to a guarded folder. */
export function checkHostPath(path: string, guarded: GuardedFolders): string[] {
  const names = path.split('/').slice(1)
  if (!isPlain(path, names)) {
    throw new HostFolderFault(
      'InvalidHostPath',
      `'${path.slice(0, 200)}' is no path of a folder: it begins with '/', and has no empty name, '.' or '..' in it.`,
      'Give the whole path, such as /srv/data/images.',
    )
  }
  const isAlone = guarded.alone.includes(path) || somebodysHome.test(path)
  const reason = guarded.whole.find((folder) => path === folder || isBelow(path, folder) || isBelow(folder, path))
  if (isAlone || reason !== undefined) throw refused(path)
  return names
}

export function refused(path: string): HostFolderFault {
  return new HostFolderFault(
    'HostFolderRefused',
    `'${path}' is never given to nodes: it is, holds or belongs to the system's own folders, Docker's or Carrel's.`,
    'Put the data into a folder of its own, such as /srv/data/images, and publish that.',
  )
}

function isPlain(path: string, names: readonly string[]): boolean {
  return (
    path.startsWith('/') &&
    path.length <= 1024 &&
    path.isWellFormed() &&
    !/\p{Cc}/u.test(path) &&
    (path === '/' || names.every((name) => name !== '' && name !== '.' && name !== '..'))
  )
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder === '/' ? '/' : `${folder}/`)
}
