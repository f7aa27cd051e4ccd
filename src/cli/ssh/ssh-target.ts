// How SSH reaches an instance, from what the API says. Everything here ends up in arguments and files of OpenSSH, so each
// value must be exactly what it may be, whoever sent it; nothing is escaped and hoped for.

import { createHash } from 'node:crypto'
import type { ComputeDocument } from '../compute/compute-document.ts'
import { CliFailure } from '../frame/cli-failure.ts'

export interface SshTarget {
  /** What people type: `ssh desk`. */
  readonly name: string
  readonly host: string
  readonly port: number
  readonly user: string
  /** Under which the keys are kept: of the instance, not of an address that another may get. */
  readonly alias: string
  /** `ssh-ed25519 AAAA…`; empty: the node has not said, and the first one seen is taken. */
  readonly hostKeys: readonly string[]
  readonly publicKey: string | null
}

const patterns = {
  name: /^[A-Za-z][A-Za-z0-9-]{2,23}$/,
  host: /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39})$/,
  user: /^[a-z_][a-z0-9_-]{0,31}$/,
  hostKey: /^(?:ssh-ed25519|ecdsa-sha2-nistp256|ssh-rsa) [A-Za-z0-9+/]{32,1000}={0,2}$/,
}

/** Throws `CliFailure` where SSH is not enabled or a value is not what it may be. */
export function sshTarget(compute: ComputeDocument, endpoint: string): SshTarget {
  const { name, id } = compute
  const { sshSettings, connectivityEndpoints } = compute.properties.properties
  const { adminUserName: user, sshPort: port, adminPublicKey: publicKey, hostKeys = [] } = sshSettings
  const { publicIpAddress: host } = connectivityEndpoints
  if (host === null || port === null)
    throw new CliFailure(
      `SSH is not enabled on ${JSON.stringify(name)}.`,
      'it is decided at creation: delete the instance and create it anew with a key, or use "carrel compute open NAME --app term"',
    )
  return checkedTarget({ name, host, port, user, hostKeys, publicKey }, `${endpoint}\n${id.toLowerCase()}`)
}

/** `identity`: of the machine in the world; its keys are kept under a name that follows from it. Throws `CliFailure`. */
export function checkedTarget(asked: Omit<SshTarget, 'alias'>, identity: string): SshTarget {
  const { name, host, port, user, hostKeys } = asked
  require('name', name)
  require('host', host)
  require('user', user)
  for (const key of hostKeys) require('hostKey', key)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw unsafe('port', port)
  return { ...asked, alias: `carrel-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}` }
}

function require(what: keyof typeof patterns, value: unknown): void {
  if (typeof value !== 'string' || !patterns[what].test(value)) throw unsafe(what, value)
}

function unsafe(what: string, value: unknown): CliFailure {
  return new CliFailure(
    `The API answered a ${what} that SSH must not be given: ${JSON.stringify(value)}.`,
    'nothing was written or run; ask whoever runs the server',
  )
}
