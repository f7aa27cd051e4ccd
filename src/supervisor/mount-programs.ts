// Puts the programs in place by which FUSE file systems are mounted and unmounted in the node, and those that say what can
// be done instead of NFS and CIFS. They are ours whatever packages bring later: dpkg is told to put its own beside them.

import { execFile } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)
const diversions = '/var/lib/dpkg/diversions'
const pathOf = (name: string): string => new URL(name, import.meta.url).pathname

const fuse = `#!/bin/sh
[ -x /usr/bin/python3 ] || { echo "$0: this image has no /usr/bin/python3, which it needs" >&2; exit 1; }
exec /usr/bin/python3 -I -S ${pathOf('fusermount.py')} "$0" "$@"
`
const refusal = `#!/bin/sh
echo "$0: the kernel lets nobody in an instance mount NFS or CIFS. A FUSE program can (sshfs, rclone mount, s3fs), and so can" >&2
echo "an administrator: carrel datastore publish --help" >&2
exit 32
`
const programs: Readonly<Record<string, string>> = {
  '/bin/fusermount3': fuse,
  '/bin/fusermount': fuse,
  '/sbin/umount.fuse': fuse,
  '/sbin/mount.nfs': refusal,
  '/sbin/mount.nfs4': refusal,
  '/sbin/mount.cifs': refusal,
}

/** Cheap: files are written where they are not there, or are those of another version. */
export function putMountPrograms(): void {
  try {
    // The file of the device has the rights that the host's has.
    if (existsSync('/dev/fuse')) chmodSync('/dev/fuse', 0o666)
    for (const [path, text] of Object.entries(programs)) put(path, text)
  } catch (error) {
    // On a full disk a node starts all the same.
    console.error(`cannot put programs in place that mount: ${String(error)}`)
  }
}

/** Unmounts what programs left that were killed together with what watches them, as those of a script that took too long. */
export async function clearMounts(): Promise<void> {
  if (!/ - fuse[ .]/.test(readFileSync('/proc/self/mountinfo', 'utf8'))) return
  const command = ['-I', '-S', pathOf('fusermount.py'), 'clear']
  await run('/usr/bin/python3', command, { timeout: 20_000 }).catch((error: unknown) => console.error(String(error)))
}

/** Half a second of a processor at a node's first boot, nothing later: it is not done while somebody waits for the apps. */
export async function keepMountPrograms(): Promise<void> {
  if (!existsSync('/usr/bin/dpkg-divert')) return
  const known = existsSync(diversions) ? readFileSync(diversions, 'utf8').split('\n') : []
  // Packages spell the folder in either way.
  const paths = Object.keys(programs).flatMap((path) => [path, `/usr${path}`])
  for (const path of paths.filter((each) => !known.includes(`${each}.package`))) {
    const how = ['--quiet', '--local', '--add', '--no-rename', '--divert', `${path}.package`, path]
    await run('/usr/bin/dpkg-divert', how).catch((error: unknown) => console.error(String(error)))
  }
}

function put(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  writeFileSync(`${path}.new`, text)
  chmodSync(`${path}.new`, 0o755)
  renameSync(`${path}.new`, path)
}
