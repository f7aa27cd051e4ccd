// The account the gateway runs as: what browsers and SSH clients talk to has no rights on this machine.

import { findAccount, type Owner } from './owner.ts'
import { runCommand } from './run-command.ts'

export const gatewayAccount = 'carrel-gateway'

/** Made when absent; a system account without home, shell or password. */
export async function ensureGatewayAccount(): Promise<Owner> {
  const existing = await findAccount(gatewayAccount)
  if (existing !== undefined) return existing
  const shell = ['--shell', '/usr/sbin/nologin']
  await runCommand('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    ...shell,
    gatewayAccount,
  ])
  const made = await findAccount(gatewayAccount)
  if (made === undefined) throw new Error(`the account ${gatewayAccount} was made but cannot be found`)
  return made
}
