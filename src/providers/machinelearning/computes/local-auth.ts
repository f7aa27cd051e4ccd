// `disableLocalAuth`: nobody is let in by a key. What asks for both is refused, so that the word is never an empty one.

import { ArmError } from '../../../base/errors.ts'
import type { SshBody } from './parse-ssh.ts'

export function sshAsked(
  isLocalAuthDisabled: boolean | null | undefined,
  settings: SshBody | null | undefined,
): SshBody | null | undefined {
  if (isLocalAuthDisabled !== true) return settings
  if (settings?.sshPublicAccess === 'Enabled') throw contradiction('SSH lets', "sshPublicAccess 'Disabled'")
  return { ...settings, sshPublicAccess: 'Disabled' }
}

/** Of a cluster, whose people come in as one user of its nodes. */
export function refuseLocalUser(isLocalAuthDisabled: boolean | null | undefined, credentials: unknown): void {
  if (isLocalAuthDisabled !== true || credentials === null || credentials === undefined) return
  throw contradiction('userAccountCredentials let', 'none')
}

function contradiction(what: string, instead: string): ArmError {
  return new ArmError(
    400,
    'LocalAuthDisabled',
    `${what} people in by a key or password, which disableLocalAuth forbids. Send ${instead}, or disableLocalAuth false.`,
    { target: 'properties.disableLocalAuth' },
  )
}
