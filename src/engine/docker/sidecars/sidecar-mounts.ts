// Which folders of the host a sidecar sees where, named as paths of the machine beside it. Pure. Only what lies on the
// machine's own volumes and shares can be named, so nothing of the host's can.

import { createHash } from 'node:crypto'
import { join } from 'node:path/posix'
import { TerminalError } from '../../../base/errors.ts'
import type { Sidecar } from '../../engine.ts'
import type { Bind, MountPlan } from '../plan-mounts.ts'

/** A mount of the sidecar's container. */
export interface SidecarBind extends Bind {
  /** True: without what is mounted below it, which a mount that is read-only would leave writable. */
  readonly isAlone?: boolean
}

/** A folder inside what nodes can write: no path leads there safely, so it is opened and bound to a place of its own. */
export interface InnerFolder {
  readonly root: string
  readonly names: readonly string[]
  readonly target: string
  /** True: made when it is absent. */
  readonly isMade: boolean
}

export interface SidecarMountPlan {
  readonly binds: readonly SidecarBind[]
  readonly inner: readonly InnerFolder[]
}

/** `folder` holds the places that inner folders are bound to. Throws for a source that is on no volume or share. */
export function planSidecarMounts(sidecar: Sidecar, machine: MountPlan, folder: string): SidecarMountPlan {
  const binds: SidecarBind[] = []
  const inner: InnerFolder[] = []
  const known = placesOf(machine)
  for (const mount of sidecar.mounts) {
    if (!('source' in mount)) continue
    const { source, path, isReadOnly } = mount
    const place = known.filter((each) => isAtOrBelow(source, each.path)).reduce<Place | undefined>(longer, undefined)
    const names = place === undefined ? [] : source.slice(place.path.length).split('/').filter(Boolean)
    if (place === undefined || (place.follows && names.length > 0)) {
      throw new TerminalError('InvalidMount', `${source} lies on no storage of the instance.`)
    }
    const mode = { path, isReadOnly: isReadOnly || place.isReadOnly }
    if (names.length === 0) binds.push(bindOf(place, mode, isReadOnly))
    else {
      const target = join(folder, createHash('sha256').update(source).digest('hex').slice(0, 12))
      inner.push({ root: place.source, names, target, isMade: place.isPublished !== true })
      binds.push({ source: target, follows: false, ...mode })
    }
    binds.push(...within(known, source, { path, isReadOnly }))
  }
  return { binds, inner }
}

interface Place extends Bind {
  /** Path of the folder it is mounted in, of a share whose parent shows whatever is mounted there. */
  readonly parent?: string
  /** A folder of the host's own: nothing is made in it. */
  readonly isPublished?: boolean
}

/** Of the machine's mounts those that storage is behind, the shares in a parent each by itself. */
function placesOf(machine: MountPlan): Place[] {
  const own = machine.binds.filter(({ path }) => !isAtOrBelow(path, '/carrel'))
  const parents = own.filter(({ follows }) => follows)
  const shares = [...machine.propagated, ...machine.datastores].flatMap((share) =>
    parents
      .filter((parent) => isAtOrBelow(share.target, parent.source))
      .map((parent) => ({
        ...{ source: share.source, isReadOnly: share.isReadOnly, follows: false, parent: parent.path },
        ...('version' in share ? { isPublished: true } : {}),
        path: join(parent.path, share.target.slice(parent.source.length)),
      })),
  )
  return [...own, ...shares]
}

/** What is mounted below a folder of the machine is not in the folder itself. A parent that is followed brings it along. */
function within(known: readonly Place[], source: string, mount: { path: string; isReadOnly: boolean }): SidecarBind[] {
  const followed = known.filter((each) => each.follows && isAtOrBelow(each.path, source)).map(({ path }) => path)
  const brought = mount.isReadOnly ? [] : followed
  return known
    .filter((each) => each.path !== source && isAtOrBelow(each.path, source))
    .filter(({ parent }) => parent === undefined || !brought.includes(parent))
    .map((place) => {
      const path = join(mount.path, place.path.slice(source.length))
      return bindOf(place, { path, isReadOnly: place.isReadOnly || mount.isReadOnly }, mount.isReadOnly)
    })
}

/** A parent of shares is read-only by itself; `isAsked`: its shares are to be, too. */
function bindOf(place: Place, mode: { path: string; isReadOnly: boolean }, isAsked: boolean): SidecarBind {
  const { source, follows } = place
  return follows && isAsked ? { source, follows: false, isAlone: true, ...mode } : { source, follows, ...mode }
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function longer(best: Place | undefined, each: Place): Place {
  return best === undefined || each.path.length > best.path.length ? each : best
}
