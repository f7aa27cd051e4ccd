// `disableLocalAuth`: nobody is let in by a key. What asks for both is refused, so that the word is never an empty one.

import { ArmError } from '../../../base/errors.ts'
import type { SshBody } from './parse-ssh.ts'

export function sshAsked(
  isLocalAuthDisabled: boolean | null | undefined,
  settings: SshBody | null | undefined,
): SshBody | null | undefined {
  if (isLocalAuthDisabled !== true) return settings
  if (settings?.sshPublicAccess === 'Enabled') {
    throw new ArmError(
      400,
      'LocalAuthDisabled',
      "SSH lets people in by a key, which disableLocalAuth forbids. Send sshPublicAccess 'Disabled', or disableLocalAuth false.",
      { target: 'properties.disableLocalAuth' },
    )
  }
  return { ...settings, sshPublicAccess: 'Disabled' }
}
