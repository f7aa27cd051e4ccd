import { type ConfinedPathCode, ConfinedPathError } from './confined-path-error.ts'

const codes: Readonly<Record<string, ConfinedPathCode>> = {
  ENOENT: 'NotFound',
  EEXIST: 'Exists',
  EISDIR: 'NotAFile',
  ENOTDIR: 'NotAFolder',
  ENOTEMPTY: 'NotEmpty',
  ELOOP: 'Outside',
  ENAMETOOLONG: 'InvalidName',
  EILSEQ: 'InvalidName',
  // A folder moved into itself, or a name that this file system has no room for.
  EINVAL: 'InvalidName',
  EFBIG: 'TooLarge',
  EBUSY: 'Mounted',
  EXDEV: 'Mounted',
  ENOSPC: 'NoSpace',
  EDQUOT: 'NoSpace',
}

/** Does the work; what the kernel refuses of it is thrown as a ConfinedPathError, anything else as it is. */
export async function explain<T>(path: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = codes[errno(error) ?? '']
    throw code === undefined ? error : new ConfinedPathError(code, path, error)
  }
}

function errno(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
}
