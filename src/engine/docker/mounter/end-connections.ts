// Ends what programs of a node answered for: whoever waits for a FUSE file system, the program itself among them, cannot
// be killed before that. Promise: only connections of this node end, whatever numbers the kernel has given again since,
// and no path in such a file system is looked at.

import { open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../../base/log.ts'
import { below, itself, openFlags } from '../../../share/descriptor-path.ts'
import { connectionsPath } from './mounter-options.ts'

/** `folder`: where the mounter notes each connection before it hands it over. Idempotent; never throws. */
export async function endConnections(folder: string, log: Pick<Log, 'warn'>, list = connectionsPath): Promise<void> {
  for (const number of await readdir(folder).catch(() => [])) {
    try {
      if (/^\d+$/.test(number)) await end(join(list, number), await readFile(join(folder, number), 'utf8'))
      await rm(join(folder, number), { force: true })
    } catch (err) {
      log.warn({ err, number }, 'cannot end a FUSE connection; tried again')
    }
  }
}

/** `known`: inode and time of its folder, by which it is told from a later one of the same number. */
async function end(path: string, known: string): Promise<void> {
  const connection = await open(path, openFlags.folder).catch(() => undefined)
  if (connection === undefined) return
  try {
    const { ino, ctimeNs } = await stat(itself(connection), { bigint: true })
    if (known !== `${ino} ${ctimeNs}`) return
    const abort = await open(below(connection, 'abort'), 'w')
    await abort.write('1').finally(() => abort.close())
  } finally {
    await connection.close()
  }
}
