import { ArmError } from '../../base/errors.ts'
import { type ConfinedPathCode, ConfinedPathError } from '../../share/confined-path-error.ts'

type Fault = readonly [status: number, code: string, message: string]

const faults: Readonly<Record<ConfinedPathCode, Fault>> = {
  NotFound: [404, 'FileNotFound', 'There is no such file or folder.'],
  Exists: [409, 'FileExists', 'Something is there already. Choose another name, or ask to overwrite.'],
  NotAFile: [
    409,
    'NotAFile',
    'That is no regular file; folders, devices, pipes and sockets cannot be read or written.',
  ],
  NotAFolder: [409, 'NotAFolder', 'A name on the way there, or the last, is no folder.'],
  NotEmpty: [409, 'FolderNotEmpty', "The folder is not empty. Ask with 'recursive=true' to delete all that is in it."],
  Outside: [
    400,
    'PathNotAllowed',
    "The path has a '..' or leads through a symbolic link, and neither is followed here.",
  ],
  InvalidName: [
    400,
    'InvalidPath',
    "No such path can be: names are 1 to 255 bytes of UTF-8 without '/' and NUL and not '.', 64 of them and 4,096 bytes at most; and no folder moves into itself.",
  ],
  TooLarge: [413, 'FileTooLarge', 'More bytes were sent than were announced or than have room.'],
  Mounted: [409, 'MountPoint', 'Another file system begins there; it is not moved or deleted.'],
  NoSpace: [
    507,
    'InsufficientStorage',
    'The disk of this installation is full. Nothing that was there is lost. Delete files or ask whoever runs Carrel for room, then go on.',
  ],
  WrongOffset: [
    409,
    'UploadOffsetMismatch',
    'The piece does not begin where the upload ends. Read the upload and go on from its offset.',
  ],
}

/** What a confined folder refuses, as an answer: the path in it is the caller's own. Anything else comes back as it is. */
export function fileFault(error: unknown): unknown {
  if (!(error instanceof ConfinedPathError)) return error
  const [status, code, message] = faults[error.code]
  const path = JSON.stringify(error.path.join('/')).slice(0, 300)
  return new ArmError(status, code, `${path}: ${message}`, { target: 'path', cause: error })
}
