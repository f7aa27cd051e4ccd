import { link, lstat, mkdir, rename, rmdir, unlink } from 'node:fs/promises'

type Path = string | Buffer

/**
 * Renames; with `isNew`, throws EEXIST for anything that is at `to` already, whoever puts it there and when. Node has no
 * rename that leaves alone what is there: a second name does so for a file, and an empty folder to be replaced for a folder.
 */
export async function moveInto(from: Path, to: Path, isNew: boolean): Promise<void> {
  if (!isNew) return rename(from, to)
  if (!(await lstat(from)).isDirectory()) {
    await link(from, to)
    return unlink(from)
  }
  await mkdir(to)
  try {
    await rename(from, to)
  } catch (error) {
    await rmdir(to).catch(() => undefined)
    throw error
  }
}
