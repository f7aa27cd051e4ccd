// The first user and the first service principal of an installation, made once and made again when somebody deleted them.
// Password and secret are answered only by the call that made them.

import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import type { Tables } from '../store/tables.ts'
import { type FirstPrincipals, readFirstPrincipals } from './first-principals.ts'
import { readablePassword } from './readable-password.ts'
import {
  createServicePrincipal,
  findServicePrincipalByEither,
  findServicePrincipalByName,
  resetClientSecret,
} from './service-principals.ts'
import { createUser, findUser, findUserByName, setPassword } from './users.ts'

export interface BootstrapOptions {
  readonly userName: string
  readonly displayName: string
  readonly clock: Clock
  /** What is made anew although it exists, because what it was is lost: whoever asks owns the data folder. */
  readonly reissue: readonly ('password' | 'secret')[]
}

export interface Bootstrapped {
  readonly admin: { readonly userName: string; readonly objectId: string; readonly password?: string }
  readonly principal: { readonly clientId: string; readonly objectId: string; readonly clientSecret?: string }
  /** Those that are not known from before and are still to be given their role. */
  readonly unknown: { readonly admin: boolean; readonly principal: boolean }
}

const principalName = 'carrel-scripts'

export async function bootstrapIdentity(db: Kysely<Tables>, options: BootstrapOptions): Promise<Bootstrapped> {
  const first = await readFirstPrincipals(db)
  const admin = await ensureAdmin(db, options, first)
  const principal = await ensurePrincipal(db, options, first)
  const unknown = { admin: admin.objectId !== first?.adminId, principal: principal.objectId !== first?.principalId }
  return { admin, principal, unknown }
}

async function ensureAdmin(
  db: Kysely<Tables>,
  { userName, displayName, clock, reissue }: BootstrapOptions,
  first: FirstPrincipals | undefined,
): Promise<Bootstrapped['admin']> {
  // By name only where an earlier attempt ended before anybody else could have taken it.
  const found = first === undefined ? await findUserByName(db, userName) : await findUser(db, first.adminId)
  if (found !== undefined && !reissue.includes('password'))
    return { userName: found.userName, objectId: found.objectId }
  const password = readablePassword()
  if (found !== undefined) {
    await setPassword(db, found.objectId, { password, now: clock.now() })
    return { userName: found.userName, objectId: found.objectId, password }
  }
  const freeName = await freeUserName(db, userName)
  const made = await createUser(db, { userName: freeName, displayName, password, now: clock.now() })
  return { userName: made.userName, objectId: made.objectId, password }
}

async function freeUserName(db: Kysely<Tables>, wanted: string): Promise<string> {
  for (let suffix = 1; ; suffix++) {
    const name = suffix === 1 ? wanted : `${wanted}-${suffix}`
    if ((await findUserByName(db, name)) === undefined) return name
  }
}

async function ensurePrincipal(
  db: Kysely<Tables>,
  { clock, reissue }: BootstrapOptions,
  first: FirstPrincipals | undefined,
): Promise<Bootstrapped['principal']> {
  const now = clock.now()
  const found =
    first === undefined
      ? await findServicePrincipalByName(db, principalName)
      : await findServicePrincipalByEither(db, first.principalId)
  if (found !== undefined) {
    const { clientId, objectId } = found
    if (!reissue.includes('secret')) return { clientId, objectId }
    return { clientId, objectId, clientSecret: await resetClientSecret(db, objectId, now) }
  }
  const { clientId, objectId, clientSecret } = await createServicePrincipal(db, { displayName: principalName, now })
  return { clientId, objectId, clientSecret }
}
