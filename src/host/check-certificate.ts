// Looks at a given certificate before anything is set up with it.

import { CertificateProblem, readGivenCertificate } from '../identity/given-certificate.ts'
import type { Reachable } from './choose-reach.ts'
import { StepFailure } from './step-failure.ts'

const soonMs = 14 * 86_400_000

export interface CheckOptions {
  /** It was in use before: what is wrong with it is said, and keeps nothing else from starting. */
  readonly isKept: boolean
  say(line: string): void
}

/** Throws with the next step what a browser would refuse; says what is worth knowing. Needs to read the key. */
export async function checkCertificate(reach: Reachable, { isKept, say }: CheckOptions): Promise<void> {
  const { certificate, domain } = reach
  if (certificate === undefined) return
  try {
    const now = Date.now()
    const given = await readGivenCertificate(certificate, { domain, now })
    if (given.voucher === undefined) {
      say(`This machine does not know ${given.issuer}, who issued the certificate, and its file does not hold them.`)
      say('  Clients that do not know them either need their certificate: add it to the end of that file.')
    }
    if (given.validTo - now < soonMs) {
      const day = new Date(given.validTo).toISOString().slice(0, 10)
      say(`The certificate ends on ${day}. Replace its files in time; they are looked at every few seconds.`)
    }
  } catch (error) {
    if (!(error instanceof CertificateProblem)) throw error
    if (!isKept) throw new StepFailure(error.message, error.nextStep)
    say(`The certificate cannot be taken anew: ${error.message}.`)
    say(`  next: ${error.nextStep}; or give others with --tls-cert and --tls-key, or --no-tls-cert to issue it here`)
  }
}
