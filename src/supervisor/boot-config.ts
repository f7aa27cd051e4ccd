// What the engine wrote for this boot. Its shape is `NodeConfig` of the server's engine interface; the supervisor imports
// nothing of the server, so it says again what it relies on and refuses to start without it.

import { readFileSync } from 'node:fs'

export interface BootConfig {
  readonly bootId: string
  readonly boot: number
  readonly key: Buffer
  readonly user: NodeUser
  /** Undefined: sshd is not started. */
  readonly authorizedKeys: readonly string[] | undefined
  /** Machines of the same network reach port 22; else sshd is on loopback alone. */
  readonly isSshOnNetwork: boolean
  readonly allowsPassword: boolean
  readonly environment: Readonly<Record<string, string>>
  readonly folders: readonly string[]
  readonly apps: readonly string[]
  /** The origin a browser sees an app at. */
  readonly origins: Readonly<Record<string, string>>
}

export interface NodeUser {
  readonly name: string
  readonly uid: number
  readonly hasSudo: boolean
}

export function readBootConfig(path: string): BootConfig {
  const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const config = file['config'] as Omit<BootConfig, 'bootId' | 'boot' | 'key'>
  const { bootId, boot, key } = file
  if (typeof bootId !== 'string' || typeof boot !== 'number' || typeof key !== 'string')
    throw new Error('no boot in it')
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(config.user.name)) throw new Error(`${config.user.name} cannot be a user's name`)
  if (!Number.isInteger(config.user.uid) || config.user.uid < 1) throw new Error('a user needs a uid above 0')
  return {
    bootId,
    boot,
    key: Buffer.from(key, 'base64'),
    user: config.user,
    authorizedKeys: config.authorizedKeys,
    // An engine of before there were networks does not speak of it.
    isSshOnNetwork: config.isSshOnNetwork === true,
    allowsPassword: config.allowsPassword === true,
    environment: config.environment,
    folders: config.folders,
    apps: config.apps,
    origins: config.origins,
  }
}

export function homeOf(user: NodeUser): string {
  return `/home/${user.name}`
}
