// Who enters the nodes of a cluster by SSH (BA-15).

import { ArmError } from '../../base/errors.ts'
import { authorizedKey } from '../ssh-public-key.ts'
import type { ClusterUser } from './cluster-fleet.ts'

export interface AskedUser {
  readonly name: string
  readonly publicKey: string | null | undefined
  readonly hasPassword: boolean
  /** Where it stands in the body. */
  readonly path: string
}

/** Accounts that images have for themselves. */
const taken = new Set(
  'root daemon bin sys sync games man lp mail news uucp proxy backup list irc gnats nobody sshd messagebus admin administrator'.split(
    ' ',
  ),
)

/** Throws 400 for a name that cannot be an account, and for what is no key. */
export function clusterUser({ name, publicKey, hasPassword, path }: AskedUser): ClusterUser {
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(name) || taken.has(name) || /^(_|www-|systemd-)/.test(name)) {
    throw new ArmError(
      400,
      'InvalidAdminUserName',
      `'${name.slice(0, 60)}' cannot be the user of a node: 1 to 32 lower-case letters, digits, '-' or '_', a letter first, and no system account. The client sends the name of who runs it unless one is given.`,
      { target: `${path}.adminUserName` },
    )
  }
  const line = publicKey === null || publicKey === undefined ? undefined : authorizedKey(publicKey)
  if (publicKey !== null && publicKey !== undefined && line === undefined) {
    throw new ArmError(
      400,
      'InvalidSshPublicKey',
      'adminUserSshPublicKey must be an SSH public key in one line, or PEM.',
      {
        target: `${path}.adminUserSshPublicKey`,
      },
    )
  }
  return { name, authorizedKey: line, hasPassword }
}
