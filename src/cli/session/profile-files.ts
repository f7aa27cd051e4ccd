// Where sign-ins are kept: one file each, 0600 in a 0700 folder, replaced whole; and the name of the current one.
//   $CARREL_CONFIG_DIR or ~/.config/carrel
//     profiles/NAME.json
//     current

import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { writeWhole } from '../../base/write-whole.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { withFileLock } from './file-lock.ts'
import type { Environment } from './find-target.ts'
import { isProfileName, type Profile, profileSchema } from './profile.ts'

export function configFolder(env: Environment): string {
  return env['CARREL_CONFIG_DIR'] || join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'carrel')
}

/** Whoever changes what is kept under a name does it in here: another command may be renewing its token. */
export async function withProfileLock<T>(name: string, env: Environment, work: () => Promise<T>): Promise<T> {
  await makeFolder(env)
  return withFileLock(`${profileFile(name, env)}.lock`, work)
}

/** Throws `CliFailure` for a name nobody signed in under. */
export async function readProfile(name: string, env: Environment): Promise<Profile> {
  const text = isProfileName(name) ? await readIfThere(profileFile(name, env)) : undefined
  if (text === undefined)
    throw new CliFailure(
      `There is no profile '${name}'.`,
      `see "carrel account list", or make it with "carrel login --profile ${isProfileName(name) ? name : 'NAME'}"`,
      exitCodes.notAllowed,
    )
  const profile = profileSchema.safeParse(parsed(text))
  if (profile.success) return profile.data
  throw new CliFailure(
    `The profile '${name}' cannot be read: ${profileFile(name, env)} is damaged.`,
    `sign in again with "carrel login --profile ${name}"`,
    exitCodes.notAllowed,
  )
}

export async function writeProfile(profile: Profile, env: Environment): Promise<void> {
  await makeFolder(env)
  await writeWhole(profileFile(profile.name, env), `${JSON.stringify(profile, undefined, 2)}\n`, { mode: 0o600 })
}

export async function removeProfile(name: string, env: Environment): Promise<void> {
  await rm(profileFile(name, env), { force: true })
  if ((await currentProfileName(env)) === name) await rm(join(configFolder(env), 'current'), { force: true })
}

/** In the order of their names. */
export async function profileNames(env: Environment): Promise<string[]> {
  const files = await readdir(join(configFolder(env), 'profiles')).catch(() => [])
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter(isProfileName)
    .sort()
}

export async function currentProfileName(env: Environment): Promise<string | undefined> {
  const name = (await readIfThere(join(configFolder(env), 'current')))?.trim()
  return name && isProfileName(name) ? name : undefined
}

export async function makeCurrent(name: string, env: Environment): Promise<void> {
  await makeFolder(env)
  await writeWhole(join(configFolder(env), 'current'), `${name}\n`, { mode: 0o600 })
}

function profileFile(name: string, env: Environment): string {
  return join(configFolder(env), 'profiles', `${name}.json`)
}

async function makeFolder(env: Environment): Promise<void> {
  await mkdir(join(configFolder(env), 'profiles'), { recursive: true, mode: 0o700 })
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
