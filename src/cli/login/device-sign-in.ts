// A person signs in in a browser somewhere else, with a code this terminal shows.

import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import {
  type Authority,
  askAuthority,
  askTokens,
  cliClientId,
  scopesOfPerson,
  TokenRefusal,
  type Tokens,
} from '../session/tokens.ts'

const begunSchema = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  interval: z.number().positive().default(5),
})

const slowerBySeconds = 5

/** Until the person has signed in, refused, or let the code expire. */
export async function signInByDevice(authority: Authority, say: (line: string) => void): Promise<Tokens> {
  const begun = begunSchema.parse(
    await askAuthority(authority, 'devicecode', { client_id: cliClientId, scope: scopesOfPerson(authority) }),
  )
  say(`To sign in, open ${begun.verification_uri} in any browser and enter the code ${begun.user_code}`)
  for (let seconds = begun.interval; ; ) {
    await sleep(seconds * 1000)
    try {
      return await askTokens(authority, {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        client_id: cliClientId,
        device_code: begun.device_code,
      })
    } catch (error) {
      if (!(error instanceof TokenRefusal)) throw error
      if (error.error === 'slow_down') seconds += slowerBySeconds
      else if (error.error !== 'authorization_pending') throw error
    }
  }
}
