// JupyterLab as the user, on loopback, behind a token made for this boot that only the gateway can derive as well.

import { createHmac } from 'node:crypto'
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import type { AppSpec } from './app.ts'
import { type BootConfig, homeOf } from './boot-config.ts'
import { runFolder, userEnvironment } from './environment.ts'

export const labPort = 8888
const tokenFile = `${runFolder}/lab-token`

export function labApp(config: BootConfig): AppSpec {
  const { uid } = config.user
  const home = homeOf(config.user)
  rmSync(`${runFolder}/jupyter`, { recursive: true, force: true })
  mkdirSync(`${runFolder}/jupyter`, { mode: 0o700 })
  chownSync(`${runFolder}/jupyter`, uid, uid)
  writeFileSync(tokenFile, appToken(config.key, 'lab'), { mode: 0o400 })
  chownSync(tokenFile, uid, uid)
  return {
    name: 'lab',
    command: 'jupyter-lab',
    args: labArguments(home, config.origins['lab']),
    environment: { ...userEnvironment(config), JUPYTER_TOKEN_FILE: tokenFile },
    folder: home,
    uid,
    isReady: answersApi,
  }
}

/** The same words as in the server's `channel-protocol.ts`. */
function appToken(key: Uint8Array, app: string): string {
  return createHmac('sha256', key).update(`app|${app}`).digest('base64url')
}

function labArguments(home: string, origin: string | undefined): string[] {
  const settings = {
    ip: '127.0.0.1',
    port: String(labPort),
    port_retries: '0',
    open_browser: 'False',
    root_dir: home,
    default_url: '/lab',
    // The gateway is the one who checks names and origins; here they are checked once more where they are known.
    allow_remote_access: 'True',
    allow_origin: origin ?? '',
    trust_xheaders: 'True',
    disable_check_xsrf: 'False',
    quit_button: 'False',
    terminado_settings: '{"shell_command": ["/bin/bash", "-l"]}',
  }
  return Object.entries(settings).map(([name, value]) => `--ServerApp.${name}=${value}`)
}

function answersApi(): Promise<boolean> {
  return new Promise((resolve) => {
    const call = get({ host: '127.0.0.1', port: labPort, path: '/api', agent: false, timeout: 2000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(false))
  })
}
