// JupyterLab as the user, on loopback, behind a token made for this boot that only the gateway can derive as well.

import { createHmac } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AppSpec } from './app.ts'
import { type BootConfig, homeOf } from './boot-config.ts'
import { runFolder, userEnvironment } from './environment.ts'

export const labPort = 8888
const tokenFile = `${runFolder}/lab-token`

/** Undefined: the image has none. */
export function labApp(config: BootConfig): AppSpec | undefined {
  const script = findLab()
  if (script === undefined) return undefined
  const { uid } = config.user
  const home = homeOf(config.user)
  rmSync(`${runFolder}/jupyter`, { recursive: true, force: true })
  mkdirSync(`${runFolder}/jupyter`, { mode: 0o700 })
  chownSync(`${runFolder}/jupyter`, uid, uid)
  writeFileSync(tokenFile, appToken(config.key, 'lab'), { mode: 0o400 })
  chownSync(tokenFile, uid, uid)
  return {
    name: 'lab',
    ...labCommand(script, labArguments(home, config.origins['lab'])),
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

function findLab(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, 'jupyter-lab'))
    .find(existsSync)
}

/** By our own start file with the Python that the image's `jupyter-lab` names, where it names one. */
function labCommand(script: string, args: readonly string[]): Pick<AppSpec, 'command' | 'args'> {
  const python = /^#!\s*(\/\S*python[\d.]*)\s*$/m.exec(firstLine(script))?.[1]
  if (python === undefined) return { command: script, args }
  return { command: python, args: [fileURLToPath(new URL('start-lab.py', import.meta.url)), ...args] }
}

function firstLine(path: string): string {
  return readFileSync(path, 'utf8').split('\n', 1)[0] ?? ''
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
