// Where a machine's storage lies on the host. Everything a node can write is below `volumes`, whose folders down to the
// node's are 0700 and root's: nobody on the host walks in.
//
//   nodes/<key>/home      the volume: outlives the machine
//   nodes/<key>/keep      host keys and exits, the supervisor's; goes with the volume
//   nodes/<key>/boot      what the supervisor is told at each boot; the machine's
//   nodes/<key>/door      where it asks for something to be mounted: it sees the folder and cannot write it
//   nodes/<key>/connections  FUSE connections of its programs, which it does not see
//   nodes/<key>/tmp       the temporary disk at /mnt; the machine's
//   nodes/<key>/tmp.img   what is mounted there, when the disk is one of its own
//   nodes/<key>/mounts/…  where shares are mounted for the machine to see
//   shares/<key>          what several machines see
//   uploads/<key>         on its way to a share (src/share/file-shares.ts)
//   datastores/<key>      where a folder of the host is mounted, to be mounted from there into machines
//   images/…             which images were fetched, and when each was used last
//   trash/…               on its way out

import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkKey } from './names.ts'

export interface MachineFolders {
  readonly own: string
  readonly keep: string
  readonly boot: string
  readonly bootFile: string
  readonly door: string
  readonly connections: string
  readonly temporary: string
  readonly temporaryImage: string
  readonly mounts: string
}

export function foldersOf(volumes: string, machineKey: string): MachineFolders {
  const own = join(volumes, 'nodes', checkKey(machineKey))
  return {
    own,
    keep: join(own, 'keep'),
    boot: join(own, 'boot'),
    bootFile: join(own, 'boot', 'config.json'),
    door: join(own, 'door'),
    connections: join(own, 'connections'),
    temporary: join(own, 'tmp'),
    temporaryImage: join(own, 'tmp.img'),
    mounts: join(own, 'mounts'),
  }
}

export function volumeFolder(volumes: string, key: string): string {
  return join(volumes, 'nodes', checkKey(key), 'home')
}

export function shareFolder(volumes: string, key: string): string {
  return join(volumes, 'shares', checkKey(key))
}

export function datastoreFolder(volumes: string, key: string): string {
  return join(volumes, 'datastores', checkKey(key))
}

export function fetchedFolder(volumes: string): string {
  return join(volumes, 'images')
}

export function trashFolder(volumes: string): string {
  return join(volumes, 'trash')
}

/** Makes the folders of a machine and of what it mounts. */
export async function makeFolders(
  volumes: string,
  machineKey: string,
  uses: { volumes: readonly string[]; shares: readonly string[] },
): Promise<MachineFolders> {
  const folders = foldersOf(volumes, machineKey)
  for (const parent of ['nodes', 'shares', 'trash'])
    await mkdir(join(volumes, parent), { recursive: true, mode: 0o700 })
  for (const path of [folders.own, folders.keep, folders.boot, folders.connections, folders.mounts]) {
    await mkdir(path, { recursive: true, mode: 0o700 })
  }
  await makeOpen(folders.door, 0o755)
  await makeOpen(folders.temporary, 0o1777)
  for (const key of uses.volumes) {
    await mkdir(join(volumes, 'nodes', checkKey(key)), { recursive: true, mode: 0o700 })
    await mkdir(volumeFolder(volumes, key), { recursive: true, mode: 0o755 })
  }
  for (const key of uses.shares) await makeOpen(shareFolder(volumes, key), 0o777)
  return folders
}

/** Open to every user of every node that sees it; the folder above keeps the host's users out. */
async function makeOpen(path: string, mode: number): Promise<void> {
  if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, mode)
}
