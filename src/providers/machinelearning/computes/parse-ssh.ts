import { ArmError } from '../../../base/errors.ts'
import { nextSshPort } from '../../../fleet/ssh-ports.ts'
import { authorizedKey } from '../../../fleet/ssh-public-key.ts'
import type { Compute, ComputeSsh } from './model.ts'

export interface SshBody {
  readonly sshPublicAccess?: 'Enabled' | 'Disabled' | null | undefined
  readonly adminPublicKey?: string | null | undefined
}

export interface SshPlace {
  readonly before: Compute | undefined
  /** Ports that others have. */
  readonly taken: ReadonlySet<string>
  readonly isInSubnet: boolean
}

/** `inside`: the key with which instances of the subnet are let in where SSH from outside is disabled (CI-34). */
export function parseSsh(
  settings: SshBody | null | undefined,
  { before, taken, isInSubnet }: SshPlace,
): Pick<Compute, 'ssh' | 'inside'> {
  const access = settings?.sshPublicAccess
  const isWanted = access === undefined || access === null ? before?.ssh !== undefined : access === 'Enabled'
  if (isWanted) {
    const key = requireKey(settings?.adminPublicKey ?? before?.ssh?.publicKey)
    return { ssh: { ...key, port: before?.ssh?.port ?? nextSshPort(taken) } }
  }
  const given = settings?.adminPublicKey ?? before?.inside?.publicKey
  return { ssh: undefined, ...(isInSubnet && given !== undefined ? { inside: requireKey(given) } : {}) }
}

function requireKey(publicKey: string | undefined): Omit<ComputeSsh, 'port'> {
  const line = publicKey === undefined ? undefined : authorizedKey(publicKey)
  if (publicKey !== undefined && line !== undefined) return { publicKey, authorizedKey: line }
  throw new ArmError(
    400,
    'InvalidSshPublicKey',
    'adminPublicKey must be an SSH public key: one line starting ssh-rsa, or multi-line PEM.',
    { target: 'properties.properties.sshSettings.adminPublicKey' },
  )
}
