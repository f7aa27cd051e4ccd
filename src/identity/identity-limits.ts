// How often an address (of IPv6: its /64), a client or an account may try before it is told to wait. Failures count where clients are
// chatty by nature; every request counts where each one leaves something behind.

import type { Clock } from '../base/clock.ts'
import { TokenBuckets } from './token-buckets.ts'

export interface IdentityLimits {
  /** Failed authentications of a client, by client id and address. */
  readonly failures: TokenBuckets
  /** Sign-ins begun, by address: each is kept for an hour, whoever began it. */
  readonly signIns: TokenBuckets
  /** Device codes asked for, by address. */
  readonly deviceRequests: TokenBuckets
  /** Questions whether a person has signed in yet, by device code. */
  readonly devicePolls: TokenBuckets
  /** Wrong user codes, by address and by session. */
  readonly userCodes: TokenBuckets
  /** Wrong passwords, by user name. */
  readonly accountLogins: TokenBuckets
  readonly addressLogins: TokenBuckets
}

export function identityLimits(clock: Clock): IdentityLimits {
  return {
    failures: new TokenBuckets({ capacity: 20, refillMs: 3000 }, clock),
    // A class behind one address, all at once.
    signIns: new TokenBuckets({ capacity: 300, refillMs: 200 }, clock),
    deviceRequests: new TokenBuckets({ capacity: 20, refillMs: 3000 }, clock),
    // Clients are told to ask once a second; one that is woken late may ask twice at once.
    devicePolls: new TokenBuckets({ capacity: 5, refillMs: 700 }, clock),
    userCodes: new TokenBuckets({ capacity: 10, refillMs: 12_000 }, clock),
    accountLogins: new TokenBuckets({ capacity: 5, refillMs: 12_000 }, clock),
    addressLogins: new TokenBuckets({ capacity: 30, refillMs: 2000 }, clock),
  }
}
