// Mounts on the host: what is mounted now, and binding and unbinding folders. What is true is read from the kernel every
// time; nothing is remembered.

import { execFile } from 'node:child_process'
import { mkdir, readFile, rmdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { promisify } from 'node:util'
import { TerminalError } from '../../base/errors.ts'
import type { HostMountSpec } from './plan-mounts.ts'

const run = promisify(execFile)

export interface HostMount {
  readonly path: string
  /** What is seen there: the file system and the folder on it. */
  readonly of: string
  readonly options: readonly string[]
  /** Mounts made below it reach those who follow it. */
  readonly isShared: boolean
}

export async function readMounts(): Promise<HostMount[]> {
  return parseMounts(await readFile('/proc/self/mountinfo', 'utf8'))
}

/** Of `/proc/self/mountinfo`, in the order things were mounted. */
export function parseMounts(text: string): HostMount[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = line.split(' ')
      const path = (fields[4] ?? '').replaceAll(/\\(\d{3})/g, (_all, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      )
      const tags = fields.slice(6, fields.indexOf('-'))
      return {
        path,
        of: `${fields[2]} ${fields[3]}`,
        options: (fields[5] ?? '').split(','),
        isShared: tags.some((tag) => tag.startsWith('shared:')),
      }
    })
}

/** The mount a path lies on. */
export function mountOf(mounts: readonly HostMount[], path: string): HostMount | undefined {
  return mounts
    .filter((mount) => mount.path === path || mount.path === '/' || path.startsWith(`${mount.path}/`))
    .reduce<HostMount | undefined>(
      (best, mount) => (best === undefined || mount.path.length >= best.path.length ? mount : best),
      undefined,
    )
}

/** Throws unless nothing a node writes there can become a program with rights, or a device, on the host. */
export function requireSafeVolumes(mounts: readonly HostMount[], volumes: string): void {
  const options = mountOf(mounts, volumes)?.options ?? []
  if (options.includes('nosuid') && options.includes('nodev')) return
  throw new TerminalError('UnsafeVolumes', `${volumes} is not mounted nosuid,nodev; no machine is started on it.`, {
    nextStep: 'Run "carrel up" again: it mounts the folder as it must be.',
  })
}

/** Makes a share appear at its target, if it does not already, and verifies that it does. */
export async function ensureBound(mounts: readonly HostMount[], spec: HostMountSpec): Promise<void> {
  await mkdir(spec.target, { recursive: true, mode: 0o755 })
  const there = mountAt(mounts, spec.target)
  const isRight = there?.options.includes(spec.isReadOnly ? 'ro' : 'rw') === true && (await isSameFolder(spec))
  if (isRight) return
  if (there !== undefined) await unbind(spec.target)
  await (spec.isReadOnly ? bindReadOnly(spec) : run('mount', ['--bind', spec.source, spec.target]))
  if (!(await isSameFolder(spec))) throw new Error(`${spec.source} could not be mounted at ${spec.target}`)
}

/** Read-only from the start: who follows the target's folder would not see it become so. It is made so beside that. */
async function bindReadOnly({ source, target }: HostMountSpec): Promise<void> {
  const beside = `${dirname(target)}.${basename(target)}.read-only`
  await unbindBelow(beside)
  await mkdir(beside, { recursive: true, mode: 0o700 })
  await run('mount', ['--bind', source, beside])
  await run('mount', ['-o', 'remount,bind,ro,nosuid,nodev', beside])
  await run('mount', ['--bind', beside, target])
  await unbind(beside)
  await rmdir(beside)
}

/** Unmounts everything at and below a path, innermost first. */
export async function unbindBelow(path: string): Promise<void> {
  const mounts = (await readMounts()).filter((mount) => mount.path === path || mount.path.startsWith(`${path}/`))
  for (const mount of mounts.sort((a, b) => b.path.length - a.path.length)) await unbind(mount.path)
  const left = (await readMounts()).find((mount) => mount.path === path || mount.path.startsWith(`${path}/`))
  if (left !== undefined) throw new Error(`${left.path} cannot be unmounted`)
}

/** Waits for nothing that lies there: neither for its users nor for a file server that is away. */
export async function unbind(path: string): Promise<void> {
  const how = ['--no-canonicalize', '--internal-only']
  // A busy mount is taken from its place at once and ends when its last user does.
  await run('umount', [...how, path]).catch(() => run('umount', [...how, '--lazy', path]))
}

/** The mount that is seen at a path: the last that was made there. */
export function mountAt(mounts: readonly HostMount[], path: string): HostMount | undefined {
  return mounts.findLast((mount) => mount.path === path)
}

async function isSameFolder({ source, target }: HostMountSpec): Promise<boolean> {
  const [a, b] = await Promise.all([stat(source), stat(target)])
  return a.dev === b.dev && a.ino === b.ino
}
