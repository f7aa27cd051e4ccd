// From the options of a command to a signed-in session.

import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { type Environment, type Found, findTarget, type SessionOptions } from './find-target.ts'
import type { Profile } from './profile.ts'
import { readProfile, withProfileLock, writeProfile } from './profile-files.ts'
import { createSession, type Place, type Session, type SessionParts } from './session.ts'
import { type Authority, programTokens, refreshedTokens, TokenRefusal } from './tokens.ts'
import { createTransport, type TransportOptions } from './transport.ts'

export interface OpenOptions extends SessionOptions, Partial<Place> {
  readonly env: Environment
  readonly note: TransportOptions['note']
}

/** Nothing is asked of the API before the first call. */
export async function openSession(options: OpenOptions): Promise<Session> {
  const found = await findTarget(options, options.env)
  const { subscription, resourceGroup, workspace } = options
  const { place } = found.target
  const target = {
    ...found.target,
    place: {
      subscription: subscription ?? place.subscription,
      resourceGroup: resourceGroup ?? place.resourceGroup,
      workspace: workspace ?? place.workspace,
    },
  }
  options.note(`as ${target.origin}, to ${target.endpoint}`)
  const transport = createTransport({ ca: target.ca, note: options.note })
  const authority = { endpoint: target.endpoint, tenantId: target.tenantId, transport }
  return createSession({ target, transport, token: tokenSource(found, authority, options.env) })
}

function tokenSource({ signIn }: Found, authority: Authority, env: Environment): SessionParts['token'] {
  let last: Promise<string> | undefined
  const fresh = async (isStale: boolean) =>
    signIn.kind === 'program'
      ? (await programTokens(authority, signIn.credentials)).access.token
      : profileToken({ name: signIn.profile.name, authority, env }, isStale)
  return (isStale) => {
    if (isStale || last === undefined) {
      last = fresh(isStale).catch((error: unknown) => {
        last = undefined
        throw error
      })
    }
    return last
  }
}

interface ProfileTokens {
  readonly name: string
  readonly authority: Authority
  readonly env: Environment
}

const spareMs = 120_000

/** One process asks for a new token, the others use what it kept. */
async function profileToken(parts: ProfileTokens, isStale: boolean): Promise<string> {
  const { name, env } = parts
  const before = await readProfile(name, env)
  if (!isStale && isGood(before)) return before.access.token
  return withProfileLock(name, env, async () => {
    const now = await readProfile(name, env)
    const isNewer = now.access?.token !== before.access?.token
    if ((isNewer || !isStale) && isGood(now)) return now.access.token
    const tokens = await renewed(parts, now)
    const signIn =
      now.signIn.kind === 'user' && tokens.refreshToken !== undefined
        ? { ...now.signIn, refreshToken: tokens.refreshToken }
        : now.signIn
    await writeProfile({ ...now, signIn, access: tokens.access }, env)
    return tokens.access.token
  })
}

function isGood(profile: Profile): profile is Profile & { access: { token: string } } {
  return profile.access !== undefined && profile.access.expiresAt - spareMs > Date.now()
}

async function renewed({ name, authority }: ProfileTokens, { signIn }: Profile) {
  if (signIn.kind !== 'user') return programTokens(authority, signIn)
  return refreshedTokens(authority, signIn.refreshToken).catch((error: unknown) => {
    if (!(error instanceof TokenRefusal)) throw error
    throw new CliFailure(
      `The sign-in of profile '${name}' has ended: ${error.message}`,
      `sign in again with "carrel login --profile ${name} --endpoint ${authority.endpoint}"`,
      exitCodes.notAllowed,
    )
  })
}
