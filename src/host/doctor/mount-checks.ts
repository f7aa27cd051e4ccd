// The mounts nodes depend on: the volumes' own, as it must be, and nothing dead beneath it.

import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Paths } from '../../config.ts'
import { type MountEntry, parseMounts } from '../ensure-volumes-mount.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

const patienceMs = 2000

/** `isRoot`: what is below the volumes is behind root's door. */
export async function mountChecks(paths: Paths, isRoot: boolean): Promise<Diagnosis[]> {
  const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'))
  const beneath = mounts.map(({ path }) => path).filter((path) => path.startsWith(`${paths.volumes}/`))
  const fuse = fuseCheck(existsSync('/dev/fuse'))
  if (!isRoot && beneath.length > 0)
    return [volumesCheck(mounts, paths.volumes), fuse, diagnosis.skip('mounts of shares')]
  const dead = await Promise.all(beneath.map(async (path) => ((await answers(path)) ? [] : [path])))
  return [volumesCheck(mounts, paths.volumes), fuse, deadCheck(beneath.length, dead.flat())]
}

export function volumesCheck(mounts: readonly MountEntry[], volumes: string): Diagnosis {
  const mount = mounts.findLast(({ path }) => path === volumes)
  const mend = 'run "carrel up", which mounts it'
  if (mount === undefined) return diagnosis.fail('volumes', `${volumes} is not mounted`, mend)
  const missing = ['nosuid', 'nodev'].filter((option) => !mount.options.has(option))
  if (missing.length > 0) return diagnosis.fail('volumes', `${volumes} lacks ${missing.join(' and ')}`, mend)
  if (mount.peerGroup === undefined) {
    return diagnosis.fail('volumes', `${volumes} is not shared: shares do not reach running instances`, mend)
  }
  return diagnosis.ok('volumes', 'mounted nosuid, nodev, shared')
}

export function fuseCheck(isThere: boolean): Diagnosis {
  if (isThere) return diagnosis.ok('fuse', '/dev/fuse is there: programs in instances can mount')
  return diagnosis.warn('fuse', 'no /dev/fuse: programs in instances cannot mount', 'modprobe fuse')
}

function deadCheck(count: number, dead: readonly string[]): Diagnosis {
  if (dead.length === 0) return diagnosis.ok('mounts of shares', count === 0 ? 'none' : `${count}, all answer`)
  return diagnosis.fail(
    'mounts of shares',
    `does not answer: ${dead.join(', ')}`,
    `umount --lazy ${dead.join(' ')}; the server mounts it again`,
  )
}

/** A dead network or FUSE file system fails at once, or never. */
async function answers(path: string): Promise<boolean> {
  const looked = stat(path).then(
    () => true,
    () => false,
  )
  return Promise.race([looked, sleep(patienceMs, false, { ref: false })])
}
