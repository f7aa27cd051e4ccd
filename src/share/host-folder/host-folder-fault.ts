export type HostFolderCode =
  | 'InvalidHostPath'
  | 'HostFolderRefused'
  | 'HostFolderNotFound'
  | 'NotAFolder'
  | 'LinkInHostPath'
  | 'HostFolderNotSafeToWrite'
  | 'HostFolderDoesNotAnswer'
  | 'HostFolderNotMounted'

/** Why a folder of the host is not given to nodes, in words for the person who named it, and what to do about it. */
export class HostFolderFault extends Error {
  override readonly name = 'HostFolderFault'
  readonly code: HostFolderCode
  readonly nextStep: string

  constructor(code: HostFolderCode, message: string, nextStep: string) {
    super(message)
    this.code = code
    this.nextStep = nextStep
  }
}
