// Everything a node can write lies under one folder that is a mount of its own: `nosuid,nodev`, so that a setuid shell or
// a device node left there is nothing on the host, and shared, so that mounts made later reach running nodes.

import { chmod, mkdir, readFile, realpath } from 'node:fs/promises'
import type { Paths } from '../config.ts'
import { runCommand } from './run-command.ts'

/** Idempotent; needs root. A half-made mount of an earlier attempt is completed. */
export async function ensureVolumesMount(paths: Paths): Promise<void> {
  await mkdir(paths.volumes, { recursive: true, mode: 0o700 })
  const folder = await realpath(paths.volumes)
  if ((await mountAt(folder)) === undefined) await runCommand('mount', ['--bind', folder, folder])
  const mounted = await mountAt(folder)
  if (mounted?.options.has('nosuid') !== true || !mounted.options.has('nodev')) {
    await runCommand('mount', ['-o', 'remount,bind,nosuid,nodev', folder])
  }
  // A folder of a shared file system is born into that one's group; a group of our own keeps nodes' mounts from the host.
  if (mounted?.peerGroup === undefined || mounted.peerGroup === mounted.parentPeerGroup) {
    await runCommand('mount', ['--make-private', folder])
    await runCommand('mount', ['--make-shared', folder])
  }
  await chmod(folder, 0o700)
}

/** Unmounts it and all beneath, also what is still in use somewhere. Absent is success. */
export async function removeVolumesMount(paths: Paths): Promise<void> {
  const folder = await realpath(paths.volumes).catch(() => undefined)
  if (folder === undefined) return
  for (const path of (await mountsBelow(folder)).reverse()) {
    await runCommand('umount', ['--no-canonicalize', '--lazy', path])
  }
  // What is deleted next may hold folders of the host, with everything in them.
  const [left] = await mountsBelow(folder)
  if (left !== undefined) throw new Error(`${left} is still mounted`)
}

async function mountsBelow(folder: string): Promise<string[]> {
  return parseMounts(await readFile('/proc/self/mountinfo', 'utf8'))
    .map((mount) => mount.path)
    .filter((path) => path === folder || path.startsWith(`${folder}/`))
}

export interface MountEntry {
  readonly path: string
  readonly options: ReadonlySet<string>
  /** Of the mounts among which mounts and unmounts beneath are shared; undefined: it shares none. */
  readonly peerGroup: string | undefined
  readonly parentPeerGroup: string | undefined
}

/** Mounts in the order they were made, so a later one at the same place covers an earlier one. */
export function parseMounts(mountinfo: string): MountEntry[] {
  const entries = mountinfo.split('\n').flatMap((line) => {
    const [id, parentId, , , path, options, ...rest] = line.split(' ')
    if (path === undefined || options === undefined) return []
    const optional = rest.slice(0, rest.indexOf('-'))
    const peerGroup = optional.find((field) => field.startsWith('shared:'))
    return [{ id, parentId, path: unescapeOctal(path), options: new Set(options.split(',')), peerGroup }]
  })
  const groups = new Map(entries.map((entry) => [entry.id, entry.peerGroup]))
  return entries.map(({ path, options, peerGroup, parentId }) => ({
    path,
    options,
    peerGroup,
    parentPeerGroup: groups.get(parentId),
  }))
}

function unescapeOctal(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}

async function mountAt(folder: string): Promise<MountEntry | undefined> {
  return parseMounts(await readFile('/proc/self/mountinfo', 'utf8')).findLast((mount) => mount.path === folder)
}
