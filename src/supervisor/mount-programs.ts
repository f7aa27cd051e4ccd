// Puts the programs in place by which FUSE file systems are mounted and unmounted in the node, and those that say what can
// be done instead of NFS and CIFS. They are ours whatever packages bring later: dpkg is told to put its own beside them.

import { execFile } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)
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

/** Cheap at every boot but the first, and that of another version. */
export async function putMountPrograms(): Promise<void> {
  // The file of the device has the rights that the host's has.
  if (existsSync('/dev/fuse')) chmodSync('/dev/fuse', 0o666)
  for (const [path, text] of Object.entries(programs)) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
    await divert(path)
    await divert(`/usr${path}`)
    writeFileSync(`${path}.new`, text)
    chmodSync(`${path}.new`, 0o755)
    renameSync(`${path}.new`, path)
  }
}

/** Packages spell the folder in either way. */
async function divert(path: string): Promise<void> {
  if (!existsSync('/usr/bin/dpkg-divert')) return
  const how = ['--quiet', '--local', '--add', '--rename', '--divert', `${path}.package`, path]
  await run('/usr/bin/dpkg-divert', how).catch((error: unknown) => console.error(String(error)))
}
