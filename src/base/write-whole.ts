import { randomUUID } from 'node:crypto'
import { chmod, chown, rename, writeFile } from 'node:fs/promises'

export interface WriteWholeOptions {
  readonly mode: number
  /** Whose it is to be; undefined: whoever writes it. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined
}

/** Readers see the file as it was or as it is, never a part; nobody can open it before owner and mode are right. */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  { mode, owner }: WriteWholeOptions,
): Promise<void> {
  // Two may write it at once, in one process as well.
  const draft = `${file}.${randomUUID()}.new`
  await writeFile(draft, content, { mode: 0o600, flush: true })
  if (owner !== undefined) await chown(draft, owner.uid, owner.gid)
  await chmod(draft, mode)
  await rename(draft, file)
}
