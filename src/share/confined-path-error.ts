// What can go wrong with a path in a confined folder, as plain data. Promise: neither message nor code tells where on the
// host the folder lies. The cause does, and is for the log.

export type ConfinedPathCode =
  | 'NotFound'
  | 'Exists'
  | 'NotAFile'
  | 'NotAFolder'
  | 'NotEmpty'
  /** It would leave the folder: `..`, or a link where none may be. */
  | 'Outside'
  /** No such name can be: empty, `.`, with a slash or NUL, not UTF-8, too long, too deep. */
  | 'InvalidName'
  | 'TooLarge'
  /** A mount point, or the way there crosses one. */
  | 'Mounted'
  | 'NoSpace'
  /** What is to be appended begins elsewhere than the file ends. */
  | 'WrongOffset'

export class ConfinedPathError extends Error {
  override readonly name = 'ConfinedPathError'
  readonly code: ConfinedPathCode
  /** As it was asked for: hostile text. */
  readonly path: readonly string[]

  constructor(code: ConfinedPathCode, path: readonly string[], cause?: unknown) {
    // Quoted, so that control characters and line ends in a name stay harmless in a log.
    super(`${JSON.stringify(path.join('/')).slice(0, 300)}: ${code}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.path = path
  }
}
