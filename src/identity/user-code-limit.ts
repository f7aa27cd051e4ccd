// Guards the form for the short code of a terminal: each try that meets no waiting terminal counts against the address and
// the browser it came from.

import { createHash } from 'node:crypto'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { networkOf } from '../base/network-of.ts'
import { sessionCookies } from './cookies.ts'
import type { IdentityLimits } from './identity-limits.ts'
import { drawWait, isWrongUserCode } from './pages/device-pages.ts'

export async function limitUserCodes(
  { userCodes }: IdentityLimits,
  ctx: KoaContextWithOIDC,
  next: () => Promise<unknown>,
): Promise<void> {
  const { plain, bound } = sessionCookies
  const session = ctx.cookies.get(bound, { signed: false }) ?? ctx.cookies.get(plain, { signed: false })
  const keys = [`address ${networkOf(ctx.ip)}`, ...(session === undefined ? [] : [`session ${digest(session)}`])]
  const wait = Math.max(...keys.map((key) => userCodes.waitMs(key)))
  if (wait > 0) {
    drawWait(ctx, Math.ceil(wait / 1000))
    return
  }
  // Taken before the answer is known: many tries sent at once are many tries.
  for (const key of keys) userCodes.take(key)
  await next()
  if (ctx.state[isWrongUserCode] !== true) for (const key of keys) userCodes.giveBack(key)
}

function digest(session: string): string {
  return createHash('sha256').update(session).digest('base64url').slice(0, 16)
}
