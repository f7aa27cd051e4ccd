// Opens a folder of the host that somebody wants to give to nodes. Promise: what is open is the folder of that very path,
// walked name by name and through no link, and neither it nor anything on the way is a guarded folder under another name
// (a second mount of one has its inode). A node is root in what it may write, so that a folder that is written must lie
// where nobody of the host can start a program of it with its owner's rights.

import { type FileHandle, open, stat, statfs } from 'node:fs/promises'
import { below, itself, openFlags } from '../descriptor-path.ts'
import { checkHostPath, type GuardedFolders, refused } from './guarded-folders.ts'
import { HostFolderFault } from './host-folder-fault.ts'

export interface HostFolder {
  readonly path: string
  readonly isReadOnly: boolean
}

export interface OpenHostFolder {
  /** The caller closes. Names the folder without opening it for reading. */
  readonly handle: FileHandle
  /** Of its file system and inode: another one is another folder at the same path. */
  readonly identity: string
}

/** Throws HostFolderFault. `isUnprivileged`: whether a path lies where set-user-id bits and devices count for nothing. */
export async function openHostFolder(
  { path, isReadOnly }: HostFolder,
  { guarded, isUnprivileged }: { guarded: GuardedFolders; isUnprivileged: (path: string) => Promise<boolean> },
): Promise<OpenHostFolder> {
  const names = checkHostPath(path, guarded)
  const guards = await identitiesOf(guarded.whole)
  const aliases = new Set([...(await identitiesOf(guarded.alone)), ...(await identitiesOf(ancestorsOf(guarded.whole)))])
  let handle = await open('/', openFlags.again)
  let isClosedOff = false
  try {
    for (const [index, name] of names.entries()) {
      isClosedOff ||= await isClosed(handle)
      const next = await step(handle, name, { path, shown: `/${names.slice(0, index + 1).join('/')}` })
      await handle.close()
      handle = next
      if (guards.has(await identityOf(handle))) throw refused(path)
    }
    const identity = await identityOf(handle)
    if (aliases.has(identity) || (await isKernels(handle))) throw refused(path)
    if (!isReadOnly && !isClosedOff && !(await isUnprivileged(path))) throw unsafeToWrite(path)
    return { handle, identity }
  } catch (error) {
    await handle.close().catch(() => undefined)
    throw error
  }
}

async function step(parent: FileHandle, name: string, at: { path: string; shown: string }): Promise<FileHandle> {
  try {
    return await open(below(parent, name), openFlags.folder)
  } catch (error) {
    throw await explained(parent, name, { ...at, error: error as NodeJS.ErrnoException })
  }
}

async function explained(
  parent: FileHandle,
  name: string,
  { path, shown, error }: { path: string; shown: string; error: NodeJS.ErrnoException },
): Promise<unknown> {
  if (error.code === 'ENOENT') {
    const nextStep = 'Make the folder, or mount what it lies on: Carrel looks again every few seconds.'
    return new HostFolderFault('HostFolderNotFound', `There is no folder '${path}' on the host.`, nextStep)
  }
  if (error.code !== 'ENOTDIR' && error.code !== 'ELOOP') return error
  await using entry = await open(below(parent, name), openFlags.entry)
  if ((await entry.stat()).isSymbolicLink()) {
    const nextStep = 'Name the folder by the path it really has.'
    return new HostFolderFault('LinkInHostPath', `'${shown}' is a link; none may be on the way.`, nextStep)
  }
  return new HostFolderFault('NotAFolder', `'${shown}' is not a folder.`, 'Publish the folder the file lies in.')
}

/** Nobody but root comes through: a program below cannot be started by anybody on the host. */
async function isClosed(folder: FileHandle): Promise<boolean> {
  const { uid, gid, mode } = await folder.stat()
  return uid === 0 && (mode & 0o001) === 0 && (gid === 0 || (mode & 0o010) === 0)
}

/** Of the file systems by which the kernel itself is read and steered, wherever they are mounted. */
const kernelFileSystems = new Set([
  ...[0x9fa0, 0x62656572, 0x27e0eb, 0x63677270, 0x64626720, 0x74726163, 0xcafe4a11, 0x1cd1, 0x6e736673, 0x73636673],
])

async function isKernels(folder: FileHandle): Promise<boolean> {
  return kernelFileSystems.has((await statfs(itself(folder))).type)
}

function unsafeToWrite(path: string): HostFolderFault {
  return new HostFolderFault(
    'HostFolderNotSafeToWrite',
    `'${path}' is not safe to write from nodes: their users are root in what they write, and a program they leave there could give its rights to whoever starts it on this host.`,
    `Mount it so that such rights do not count: mount --bind ${quoted(path)} ${quoted(path)} && mount -o remount,bind,nosuid,nodev ${quoted(path)} (and in /etc/fstab), or put it below a folder that only root may enter (chmod 700). Or publish it read-only.`,
  )
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

async function identityOf(handle: FileHandle): Promise<string> {
  const { dev, ino } = await stat(itself(handle), { bigint: true })
  return `${dev}:${ino}`
}

async function identitiesOf(paths: readonly string[]): Promise<Set<string>> {
  const found = await Promise.all(paths.map((path) => stat(path, { bigint: true }).catch(() => undefined)))
  return new Set(found.flatMap((facts) => (facts === undefined ? [] : [`${facts.dev}:${facts.ino}`])))
}

function ancestorsOf(paths: readonly string[]): string[] {
  const ancestors = paths.flatMap((path) => {
    const names = path.split('/').slice(1, -1)
    return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)
  })
  return [...new Set(ancestors)]
}
