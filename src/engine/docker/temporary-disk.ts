// The temporary disk at /mnt as a disk of its own: a file of the host, sparse and as large as the machine's size has it,
// mounted where the machine's folder for it is. Promise: it stops nobody: where no such disk can be made (no loop device,
// no room), and for a machine that has used the plain folder before, the folder itself is what the machine sees.

import { execFile } from 'node:child_process'
import { chmod, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Log } from '../../base/log.ts'
import { mountAt, readMounts, unbind } from './host-mounts.ts'

const run = promisify(execFile)
/** What is deleted in the machine is free on the host again. */
const options = 'loop,nosuid,nodev,noatime,discard'
/** MiB: of a journal that only has to survive a power cut. */
const journal = '16'

export interface TemporaryDisk {
  /** Where it is mounted; there already. */
  readonly folder: string
  /** The file that holds it. */
  readonly image: string
}

/** Before a start: a running machine keeps what it was started with. Made anew, empty, when the size is another one. */
export async function mountTemporaryDisk(disk: TemporaryDisk, bytes: number, log: Log): Promise<void> {
  const there = mountAt(await readMounts(), disk.folder) !== undefined
  const has = await sizeOf(disk.image)
  if (there && has === bytes) return
  if (!there && has === undefined && (await readdir(disk.folder)).length > 0) return
  if (there) await unbind(disk.folder)
  try {
    if (has !== bytes || (await isInUse(disk.image)) || !(await isMounted(disk))) await makeAndMount(disk, bytes)
  } catch (err) {
    await rm(disk.image, { force: true })
    log.warn({ err, path: disk.folder }, 'no temporary disk of its own: the machine gets a folder')
  }
}

/** Its content stays in the file. Not mounted is success. */
export async function releaseTemporaryDisk(folder: string): Promise<void> {
  if (mountAt(await readMounts(), folder) !== undefined) await unbind(folder)
}

async function makeAndMount(disk: TemporaryDisk, bytes: number): Promise<void> {
  const unfinished = `${disk.image}.new`
  await rm(unfinished, { force: true })
  const file = await open(unfinished, 'wx', 0o600)
  await file.truncate(bytes).finally(() => file.close())
  // Tables and journal are zero already in a file that was never written.
  const lazily = 'lazy_itable_init=1,lazy_journal_init=1,nodiscard'
  await run('mkfs.ext4', ['-q', '-F', '-m', '0', '-J', `size=${journal}`, '-E', lazily, unfinished])
  await rename(unfinished, disk.image)
  await mount(disk)
}

/** False: what it holds is no file system any more. */
async function isMounted(disk: TemporaryDisk): Promise<boolean> {
  return mount(disk).then(
    () => true,
    () => false,
  )
}

async function mount({ image, folder }: TemporaryDisk): Promise<void> {
  await run('mount', ['--no-canonicalize', '-t', 'ext4', '-o', options, image, folder])
  // Each time: a crash may have come before it.
  await chmod(folder, 0o1777)
  await rmdir(join(folder, 'lost+found')).catch(() => undefined)
}

/** Unmounted while somebody was in it: a second mount of the same file would spoil both. */
async function isInUse(image: string): Promise<boolean> {
  const { stdout } = await run('losetup', ['--associated', image])
  return stdout.trim() !== ''
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.size
}
