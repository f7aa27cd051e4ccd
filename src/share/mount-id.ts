import { type FileHandle, readFile } from 'node:fs/promises'

/**
 * Which mount an open folder was reached through. Not its device number: a share bound into a node's folder lies on the
 * same device, and is still not the node's to remove.
 */
export async function mountId(folder: FileHandle): Promise<string> {
  const found = /^mnt_id:\s*(\d+)$/m.exec(await readFile(`/proc/self/fdinfo/${folder.fd}`, 'utf8'))?.[1]
  if (found === undefined) throw new Error('the kernel does not tell the mount of an open folder')
  return found
}
