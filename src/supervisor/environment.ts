// The environment of what runs as the user: the image's, the machine's, the user's own facts, and what the node was given,
// in this order.

import { existsSync } from 'node:fs'
import { type BootConfig, homeOf } from './boot-config.ts'
import { machineEnvironment } from './machine-environment.ts'
import { shellOf } from './user.ts'

export const runFolder = '/run/carrel'

export function userEnvironment(config: BootConfig): Record<string, string> {
  const { name } = config.user
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    LANG: 'C.UTF-8',
    ...Object.fromEntries(inherited),
    ...machineEnvironment(),
    HOME: homeOf(config.user),
    USER: name,
    LOGNAME: name,
    SHELL: shellOf(),
    // Not in the home: files of a boot that is over would be taken for servers that still run.
    JUPYTER_RUNTIME_DIR: `${runFolder}/jupyter`,
    ...config.environment,
  }
}

/** Runs a command as the user with all their groups where the image can; `undefined`: the caller sets uid and gid. */
export function asUser(uid: number): readonly string[] | undefined {
  const setpriv = '/usr/bin/setpriv'
  return existsSync(setpriv) ? [setpriv, `--reuid=${uid}`, `--regid=${uid}`, '--init-groups', '--'] : undefined
}
