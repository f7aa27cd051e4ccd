// Where `login` leads when nothing says so: to the sign-in that is kept, to the server this command came from, or to the
// installation on this machine.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder, pathsIn, readConfig } from '../../config.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { homeServer } from '../session/home-server.ts'
import type { Profile } from '../session/profile.ts'
import { currentProfileName, profileNames, readProfile } from '../session/profile-files.ts'
import { trustAuthority } from './trust-authority.ts'

/** The address to sign in at, and whose certificate counts there: PEM, or undefined for what this machine trusts. */
export async function whereTo(invocation: Invocation): Promise<Place> {
  const asked = invocation.option('endpoint') ?? process.env['CARREL_ENDPOINT']
  const found = asked === undefined ? await known(invocation) : await named(invocation, originOf(asked))
  const isTold = ['ca-file', 'ca-fingerprint'].some((each) => invocation.option(each) !== undefined)
  const isNew = asked !== undefined && found.ca === undefined
  return isTold || isNew ? { endpoint: found.endpoint, ca: await trustAuthority(invocation, found.endpoint) } : found
}

/** Whose authority was trusted at this address already is trusted there again. */
async function named(invocation: Invocation, endpoint: string): Promise<Place> {
  const kept = await keptProfile(invocation)
  return { endpoint, ca: kept?.endpoint === endpoint ? kept.ca : undefined }
}

interface Place {
  readonly endpoint: string
  readonly ca: string | undefined
}

async function known(invocation: Invocation): Promise<Place> {
  const kept = process.env['CARREL_DATA'] ? undefined : await keptProfile(invocation)
  if (kept !== undefined) return { endpoint: kept.endpoint, ca: kept.ca }
  const home = await homeServer()
  if (home !== undefined) return { endpoint: home.endpoint, ca: home.ca }
  const data = dataFolder(undefined)
  if (!existsSync(pathsIn(data).config))
    throw new CliFailure(
      'There is no installation on this machine to sign in to.',
      'name one: carrel login --endpoint https://carrel.example.com:8443',
      exitCodes.badUsage,
    )
  const { endpoint, paths, installation } = await readConfig(data)
  const isOwn = installation.certificate === undefined
  return { endpoint, ca: isOwn ? await readFile(join(paths.tls, 'ca.pem'), 'utf8') : undefined }
}

/** Of the name that is signed in to again; else of the one in use. */
async function keptProfile(invocation: Invocation): Promise<Profile | undefined> {
  const name = invocation.option('profile') ?? (await currentProfileName(process.env))
  if (name === undefined || !(await profileNames(process.env)).includes(name)) return undefined
  return readProfile(name, process.env)
}

function originOf(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`)
  if (url?.protocol === 'https:') return url.origin
  throw new CliFailure(`'${text}' is no HTTPS address.`, 'such as https://carrel.example.com:8443', exitCodes.badUsage)
}
