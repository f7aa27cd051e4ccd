// sshd on loopback for channel `ssh`, and on the node's address where it is in a network: keys, and a password where that is asked for; one user, host keys
// that outlive the machine so that `ssh` never warns after a stop, a start or a new image.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import type { AppSpec } from './app.ts'
import type { BootConfig } from './boot-config.ts'
import { runFolder, userEnvironment } from './environment.ts'
import { sshAnswers } from './ssh-answers.ts'
import { keysFile } from './user.ts'

export const sshPort = 22
const sshd = '/usr/sbin/sshd'
const settingsFile = `${runFolder}/sshd_config`

/** Whether the image brings it. */
export function hasSshd(): boolean {
  return existsSync(sshd)
}

/** `hostKeys`: files of the private keys. */
export function sshdApp(config: BootConfig, hostKeys: readonly string[]): AppSpec {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  writeFileSync(settingsFile, sshdSettings(config, hostKeys), { mode: 0o600 })
  return {
    name: 'sshd',
    command: sshd,
    args: ['-D', '-e', '-f', settingsFile],
    environment: process.env,
    folder: '/',
    uid: undefined,
    isReady: () => sshAnswers(sshPort),
  }
}

function sshdSettings(config: BootConfig, hostKeys: readonly string[]): string {
  const lines = [
    `Port ${sshPort}`,
    `ListenAddress ${config.isSshOnNetwork ? '0.0.0.0' : '127.0.0.1'}`,
    ...hostKeys.map((path) => `HostKey ${path}`),
    'PidFile none',
    'UsePAM yes',
    `AllowUsers ${config.user.name}`,
    'PermitRootLogin no',
    `PasswordAuthentication ${config.allowsPassword ? 'yes' : 'no'}`,
    'KbdInteractiveAuthentication no',
    `AuthorizedKeysFile ${keysFile} .ssh/authorized_keys`,
    'AcceptEnv LANG LC_*',
    'PrintMotd no',
    'UseDNS no',
    'X11Forwarding no',
    'ClientAliveInterval 60',
    'Subsystem sftp internal-sftp',
    ...environmentLine(config),
  ]
  return `${lines.join('\n')}\n`
}

/** sshd takes the first `SetEnv` line only, so it is one. A value its syntax cannot hold is left out. */
function environmentLine(config: BootConfig): string[] {
  const given = { JUPYTER_RUNTIME_DIR: userEnvironment(config)['JUPYTER_RUNTIME_DIR'] ?? '', ...config.environment }
  const settings = Object.entries(given)
    .filter(([name, value]) => /^\w+$/.test(name) && !/["\\\r\n]/.test(value))
    .map(([name, value]) => `"${name}=${value}"`)
  return settings.length === 0 ? [] : [`SetEnv ${settings.join(' ')}`]
}
