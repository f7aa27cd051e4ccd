// Short commands of the system, found also where an ordinary account's PATH does not look.

import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** PATH with the folders of system commands at its end. */
export function systemPath(): string {
  return [process.env['PATH'], '/usr/local/sbin', '/usr/sbin', '/sbin'].filter((part) => part !== undefined).join(':')
}

/** Standard output. Throws with what the command said on standard error. */
export async function runCommand(command: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], { env: { ...process.env, PATH: systemPath() } })
    return stdout
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : ''
    throw new Error(`${command} ${args.join(' ')}: ${said || String(cause)}`, { cause })
  }
}

/** Where a command lies; undefined: it is not installed. */
export async function findCommand(name: string): Promise<string | undefined> {
  for (const folder of systemPath().split(':')) {
    const path = join(folder, name)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}
