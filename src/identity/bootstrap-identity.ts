// The first user and the first service principal of an installation, made once. Password and secret are answered only
// by the call that made them.

import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import type { Tables } from '../store/tables.ts'
import { readablePassword } from './readable-password.ts'
import { createServicePrincipal, findServicePrincipalByName, resetClientSecret } from './service-principals.ts'
import { createUser, findUserByName, setPassword } from './users.ts'

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
}

const principalName = 'carrel-scripts'

export async function bootstrapIdentity(db: Kysely<Tables>, options: BootstrapOptions): Promise<Bootstrapped> {
  return { admin: await ensureAdmin(db, options), principal: await ensurePrincipal(db, options) }
}

async function ensureAdmin(
  db: Kysely<Tables>,
  { userName, displayName, clock, reissue }: BootstrapOptions,
): Promise<Bootstrapped['admin']> {
  const found = await findUserByName(db, userName)
  if (found !== undefined && !reissue.includes('password'))
    return { userName: found.userName, objectId: found.objectId }
  const password = readablePassword()
  if (found !== undefined) {
    await setPassword(db, found.objectId, { password, now: clock.now() })
    return { userName: found.userName, objectId: found.objectId, password }
  }
  const made = await createUser(db, { userName, displayName, password, now: clock.now() })
  return { userName: made.userName, objectId: made.objectId, password }
}

async function ensurePrincipal(
  db: Kysely<Tables>,
  { clock, reissue }: BootstrapOptions,
): Promise<Bootstrapped['principal']> {
  const now = clock.now()
  const found = await findServicePrincipalByName(db, principalName)
  if (found !== undefined) {
    const { clientId, objectId } = found
    if (!reissue.includes('secret')) return { clientId, objectId }
    return { clientId, objectId, clientSecret: await resetClientSecret(db, objectId, now) }
  }
  const { clientId, objectId, clientSecret } = await createServicePrincipal(db, { displayName: principalName, now })
  return { clientId, objectId, clientSecret }
}
