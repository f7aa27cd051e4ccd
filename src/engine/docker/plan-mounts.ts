// Which folders of the host a machine sees where. Pure.
//
// A share is not given to the container itself but mounted, on the host, into a folder of the machine's own that the
// container sees as the share's parent: so shares can be added and taken while it runs, and a parent the node cannot
// write keeps anything from being written beneath an absent mount. Where the parent is not the shares' alone (a volume,
// the root), the share is a mount of the container like any other.
//
// A datastore comes and goes more often than containers are made, so it goes into the nearest parent that shares have
// already, at whatever depth: such a parent is in every container.

import { createHash } from 'node:crypto'
import { dirname, join, normalize } from 'node:path/posix'
import { TerminalError } from '../../base/errors.ts'
import type { MachineSpec, Mount } from '../engine.ts'
import { datastoreFolder, foldersOf, shareFolder, volumeFolder } from './machine-folders.ts'

export const temporaryPath = '/mnt'

export interface MountPlan {
  /** Mounts of the container: fixed for its life. */
  readonly binds: readonly Bind[]
  /** Mounts made on the host, at any time. */
  readonly propagated: readonly HostMountSpec[]
  /** As those, but the machine runs without one that cannot be made. */
  readonly datastores: readonly DatastoreMountSpec[]
  /** Folders other mounts need in parents the node cannot write. */
  readonly placeholders: readonly string[]
}

export interface Bind {
  readonly source: string
  readonly path: string
  readonly isReadOnly: boolean
  /** True: the host's later mounts below `source` appear in the container. */
  readonly follows: boolean
}

export interface HostMountSpec {
  readonly source: string
  readonly target: string
  readonly isReadOnly: boolean
}

export interface DatastoreMountSpec extends HostMountSpec {
  readonly key: string
  /** In the machine. */
  readonly path: string
  readonly version: string | undefined
}

export function planMounts(paths: { volumes: string; supervisor: string }, spec: MachineSpec): MountPlan {
  const folders = foldersOf(paths.volumes, spec.key)
  checkPaths(spec.mounts)
  const fixed = [temporaryPath, ...spec.mounts.filter((mount) => mount.source.kind === 'volume').map(pathOf)]
  const binds = [
    bind(paths.supervisor, '/carrel/supervisor', true),
    bind(folders.boot, '/carrel/boot', true),
    bind(folders.keep, '/carrel/keep', false),
    bind(folders.door, '/carrel/door', true),
  ]
  if (!spec.mounts.some((mount) => pathOf(mount) === temporaryPath)) {
    binds.push(bind(folders.temporary, temporaryPath, false))
  }
  const parents = new Map<string, string>()
  const propagated: HostMountSpec[] = []
  const folderOf = (parent: string): string => {
    const folder = join(folders.mounts, createHash('sha256').update(parent).digest('hex').slice(0, 12))
    parents.set(parent, folder)
    return folder
  }
  for (const folder of spec.mountFolders ?? []) folderOf(folder)
  for (const mount of spec.mounts) {
    const { key, kind } = mount.source
    const path = pathOf(mount)
    const parent = dirname(path)
    if (kind === 'datastore') continue
    if (kind === 'volume') binds.push(bind(volumeFolder(paths.volumes, key), path, mount.isReadOnly))
    else if (parent === '/' || fixed.includes(parent)) {
      binds.push(bind(shareFolder(paths.volumes, key), path, mount.isReadOnly))
    } else {
      const target = join(folderOf(parent), path.slice(parent.length + 1))
      propagated.push({ source: shareFolder(paths.volumes, key), target, isReadOnly: mount.isReadOnly })
    }
  }
  const datastores = spec.mounts
    .filter(({ source }) => source.kind === 'datastore')
    .map((mount) => {
      const [path, source] = [pathOf(mount), datastoreFolder(paths.volumes, mount.source.key)]
      const parent = nearest(path, [...parents.keys()], fixed) ?? dirname(path)
      const target = join(folderOf(parent), path.slice(parent.length + 1))
      const { isReadOnly, version } = mount
      return { key: mount.source.key, path, source, target, isReadOnly, version }
    })
  for (const [path, source] of parents) binds.push({ source, path, isReadOnly: true, follows: true })
  return { binds, propagated, datastores, placeholders: placeholdersFor(binds) }
}

/** The longest parent that holds the path, unless a mount of the container lies between the two. */
function nearest(path: string, parents: readonly string[], fixed: readonly string[]): string | undefined {
  const holding = parents.filter((parent) => isBelow(path, parent)).sort((one, other) => other.length - one.length)
  const [parent] = holding
  const isApart = fixed.some((place) => parent !== undefined && isBelow(place, parent) && isBelow(path, place))
  return isApart ? undefined : parent
}

function placeholdersFor(binds: readonly Bind[]): string[] {
  return binds
    .filter((outer) => outer.follows)
    .flatMap((outer) =>
      binds
        .filter((inner) => isBelow(inner.path, outer.path))
        .map((inner) => join(outer.source, inner.path.slice(outer.path.length + 1))),
    )
}

function bind(source: string, path: string, isReadOnly: boolean): Bind {
  return { source, path, isReadOnly, follows: false }
}

function pathOf(mount: Mount): string {
  return normalize(mount.path).replace(/(.)\/$/, '$1')
}

/** A mount inside a share or a datastore would have to be made in what nodes can write. */
function checkPaths(mounts: readonly Mount[]): void {
  const paths = mounts.map(pathOf)
  for (const path of paths) {
    if (!path.startsWith('/') || path === '/' || isBelow(path, '/carrel') || path === '/carrel') {
      throw new TerminalError('InvalidMountPath', `Nothing can be mounted at ${path}.`)
    }
    if (paths.indexOf(path) !== paths.lastIndexOf(path)) {
      throw new TerminalError('InvalidMountPath', `Two mounts have the path ${path}.`)
    }
  }
  for (const { source, path: outer } of mounts.map((mount) => ({ ...mount, path: pathOf(mount) }))) {
    const inner = source.kind === 'volume' ? undefined : paths.find((path) => isBelow(path, outer))
    if (inner === undefined) continue
    throw new TerminalError('InvalidMountPath', `${inner} lies inside the ${source.kind} at ${outer}.`)
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`)
}
