// The identity platform of one installation: its provider, its keys as they change over time, the API's token check,
// and the sweeping of what has expired. `registerIdentity` gives it addresses.

import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Config, Secrets } from '../config.ts'
import type { Tables } from '../store/tables.ts'
import { type AuditTrail, createAuditTrail } from './audit-trail.ts'
import { type IdentityLimits, identityLimits } from './identity-limits.ts'
import { knownApis } from './known-apis.ts'
import { createProvider, type TenantProvider } from './provider.ts'
import { createSealer, type Sealer } from './seal.ts'
import { type KeyRing, loadKeyRing, replaceSigningKeys } from './signing-keys.ts'
import { sweepIdentity } from './sweep-identity.ts'
import { createTokenCheck, type TokenCheck } from './verify-token.ts'

export interface IdentityDeps {
  readonly db: Kysely<Tables>
  readonly config: Config
  readonly secrets: Pick<Secrets, 'masterKey'>
  /** The system's, whatever clock the rest of the server has: the OIDC library reads the system's by itself. */
  readonly clock: Clock
  readonly log: Log
}

export interface Identity extends IdentityDeps {
  readonly sealer: Sealer
  /** Throws `ArmError` 401 unless the `Authorization` header names somebody. */
  readonly checkToken: TokenCheck
  /** The same for the directory, which also takes tokens for Microsoft Graph. */
  readonly checkGraphToken: TokenCheck
  readonly limits: IdentityLimits
  readonly audit: AuditTrail
  /** With the keys of this moment. */
  provider(): Promise<TenantProvider>
  /** The keys that are published now, the signing one first. */
  keyRing(): Promise<KeyRing>
  /** Every token given out so far is refused from now on. */
  replaceKeys(): Promise<void>
  close(): void
}

const sweepEveryMs = 10 * 60_000
/** How soon keys that another process replaced are noticed. */
const keysFreshMs = 10_000

export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const { db, config, clock, log } = deps
  const { tenantId, domain } = config.installation
  const sealer = createSealer(deps.secrets.masterKey)
  const limits = identityLimits(clock)
  const apis = knownApis(config.endpoint, domain)
  const keyRings = freshRings(() => loadKeyRing(db, sealer, clock.now()), clock)
  const currentKeys = keyRings.current
  const providerOf = (ring: KeyRing) => createProvider({ db, config, sealer, clock, log, tenantId, apis, limits, ring })

  const checkFor = (audiences: readonly string[]) =>
    createTokenCheck({ db, config, clock, audiences, signingKeys: async () => (await currentKeys()).keys })

  let built = { ring: await currentKeys(), provider: providerOf(await currentKeys()) }
  const timer = setInterval(() => {
    sweepIdentity(db, clock.now()).catch((err: unknown) => log.warn({ err }, 'Expired sign-ins were not swept'))
  }, sweepEveryMs)
  timer.unref()

  return {
    ...deps,
    sealer,
    limits,
    audit: createAuditTrail({ db, clock, log }),
    checkToken: checkFor(apis.managementAudiences),
    checkGraphToken: checkFor(apis.graphAudiences),
    async provider() {
      const ring = await currentKeys()
      if (!isSameRing(ring, built.ring)) built = { ring, provider: providerOf(ring) }
      return built.provider
    },
    keyRing: currentKeys,
    async replaceKeys() {
      await replaceSigningKeys(db, sealer, clock.now())
      keyRings.forget()
    },
    close: () => clearInterval(timer),
  }
}

/** The ring, read again when it is old, due to change or forgotten. */
function freshRings(load: () => Promise<KeyRing>, clock: Clock): { current(): Promise<KeyRing>; forget(): void } {
  let kept: { ring: Promise<KeyRing>; until: number } | undefined
  return {
    forget() {
      kept = undefined
    },
    current() {
      if (kept !== undefined && clock.now() < kept.until) return kept.ring
      const ring = load()
      const mine = { ring, until: clock.now() + keysFreshMs }
      kept = mine
      ring.then(
        ({ changesAt }) => {
          mine.until = Math.min(mine.until, changesAt ?? mine.until)
        },
        () => {
          if (kept === mine) kept = undefined
        },
      )
      return ring
    },
  }
}

function isSameRing(a: KeyRing, b: KeyRing): boolean {
  return a.keys.map((key) => key.kid).join() === b.keys.map((key) => key.kid).join()
}
