// RStudio Server as the user, on loopback, where the image brings it. Nobody signs in to it: whoever comes this way was
// let in by the gateway.

import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import type { AppSpec } from './app.ts'
import { type BootConfig, homeOf } from './boot-config.ts'
import { runFolder, userEnvironment } from './environment.ts'

/** Not its usual one, which people give to an RStudio of their own. */
export const rstudioPort = 8786
const folder = `${runFolder}/rstudio`

/** Undefined: the image has none. */
export function rstudioApp(config: BootConfig): AppSpec | undefined {
  const command = findServer()
  if (command === undefined) return undefined
  const { name, uid } = config.user
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(`${folder}/database.conf`, `provider=sqlite\ndirectory=${folder}\n`)
  for (const path of [folder, `${folder}/database.conf`]) chownSync(path, uid, uid)
  const settings = {
    'server-daemonize': '0',
    'server-user': name,
    'server-data-dir': folder,
    'server-pid-file': `${folder}/server.pid`,
    'secure-cookie-key-file': `${folder}/cookie-key`,
    'database-config-file': `${folder}/database.conf`,
    'www-address': '127.0.0.1',
    'www-port': String(rstudioPort),
    'www-frame-origin': 'same',
    'auth-none': '1',
    'auth-minimum-user-id': '0',
  }
  return {
    name: 'rstudio',
    command,
    args: Object.entries(settings).map(([option, value]) => `--${option}=${value}`),
    environment: userEnvironment(config),
    folder: homeOf(config.user),
    uid,
    isReady: answers,
  }
}

function findServer(): string | undefined {
  const folders = ['/usr/lib/rstudio-server/bin', ...(process.env['PATH'] ?? '').split(':')]
  return folders.map((each) => join(each, 'rserver')).find(existsSync)
}

function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    const call = get({ host: '127.0.0.1', port: rstudioPort, path: '/', agent: false, timeout: 2000 }, (answer) => {
      answer.resume()
      resolve(true)
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(false))
  })
}
