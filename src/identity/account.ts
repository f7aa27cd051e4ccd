// The person behind a session or token, as the OIDC library wants to know them. Whoever is disabled, or signed in before
// they were signed out everywhere, is nobody.

import type { Kysely } from 'kysely'
import type { Account, FindAccount } from 'oidc-provider'
import type { Tables } from '../store/tables.ts'
import { findUser, type User } from './users.ts'

export function accountFinder(db: Kysely<Tables>, tenantId: string): FindAccount {
  return async (ctx, objectId, token) => {
    const user = await findUser(db, objectId)
    const session = ctx.oidc.session
    const signedInAt = token === undefined ? session?.loginTs : 'iat' in token ? token.iat : undefined
    if (user === undefined || user.isDisabled || wasSignedOut(user, signedInAt)) return undefined
    const loginSession = token !== undefined && 'sessionUid' in token ? token.sessionUid : session?.uid
    return accountOf(user, tenantId, loginSession)
  }
}

/** Claims about a person, under every name an Azure client looks for. */
export function userClaims(user: Pick<User, 'objectId' | 'userName' | 'displayName'>, tenantId: string) {
  return {
    tid: tenantId,
    oid: user.objectId,
    upn: user.userName,
    unique_name: user.userName,
    preferred_username: user.userName,
    name: user.displayName,
  }
}

function accountOf(user: User, tenantId: string, loginSession: string | undefined): Account {
  return {
    accountId: user.objectId,
    claims: () => ({
      sub: user.objectId,
      ...userClaims(user, tenantId),
      ver: '2.0',
      ...(loginSession === undefined ? {} : { login_session: loginSession }),
    }),
  }
}

/** Everywhere, since then. `signedInAt` in epoch seconds, cut off; unknown counts as now. */
export function wasSignedOut(user: Pick<User, 'validFrom'>, signedInAt: number | undefined): boolean {
  return signedInAt !== undefined && signedInAt * 1000 + 999 < user.validFrom
}
