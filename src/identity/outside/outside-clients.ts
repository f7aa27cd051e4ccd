import type * as oidc from 'openid-client'
import type { Clock } from '../../base/clock.ts'
import { outsideClient } from './outside-client.ts'
import type { OutsideProvider } from './outside-provider.ts'

const freshMs = 10 * 60_000

/** We as a client of the service, asked about itself again when some time has passed or it was set up anew. */
export function outsideClients(clock: Clock): (provider: OutsideProvider) => Promise<oidc.Configuration> {
  let kept: { key: string; until: number; client: Promise<oidc.Configuration> } | undefined
  return (provider) => {
    const key = JSON.stringify([provider.issuer, provider.clientId, provider.clientSecret])
    if (kept?.key === key && clock.now() < kept.until) return kept.client
    const client = outsideClient(provider)
    const mine = { key, until: clock.now() + freshMs, client }
    kept = mine
    // What failed is tried again at once.
    client.catch(() => {
      if (kept === mine) kept = undefined
    })
    return client
  }
}
