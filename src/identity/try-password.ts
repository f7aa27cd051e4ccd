// One attempt with a name and a password, as often as the account and the address may try.

import { ArmError } from '../base/errors.ts'
import { networkOf } from '../base/network-of.ts'
import type { Identity } from './identity.ts'
import { type User, verifyPassword } from './users.ts'

export interface PasswordTry {
  readonly userName: string
  readonly password: string
  /** Of the client. */
  readonly address: string
}

export type PasswordOutcome =
  | { readonly kind: 'right'; readonly user: User }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly waitMs: number }

export async function tryPassword(
  { db, limits }: Pick<Identity, 'db' | 'limits'>,
  { userName, password, address }: PasswordTry,
): Promise<PasswordOutcome> {
  const [account, network] = [userName.toLowerCase(), networkOf(address)]
  const { accountLogins, addressLogins } = limits
  const waitMs = Math.max(accountLogins.waitMs(account), addressLogins.waitMs(network))
  if (waitMs > 0) return { kind: 'wait', waitMs }
  // Taken before the answer is known: many tries sent at once are many tries.
  accountLogins.take(account)
  addressLogins.take(network)
  try {
    const user = await verifyPassword(db, userName, password)
    if (user === undefined) return { kind: 'wrong' }
    accountLogins.giveBack(account)
    addressLogins.giveBack(network)
    return { kind: 'right', user }
  } catch (error) {
    if (error instanceof ArmError && error.status === 429) return { kind: 'wait', waitMs: 5000 }
    throw error
  }
}
