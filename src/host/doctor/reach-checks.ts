// What a domain adds: an address to listen at that is this machine's, records that lead others there, and somebody else's
// certificate that is good.

import type { Config } from '../../config.ts'
import { CertificateProblem, readGivenCertificate } from '../../identity/given-certificate.ts'
import { ownAddresses, refuseForeignAddress } from '../reach-facts.ts'
import { reachNotes } from '../reach-notes.ts'
import { StepFailure } from '../step-failure.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

/** Whoever renews by machine does it earlier. */
const soonMs = 14 * 86_400_000

/** None for an installation of this machine alone. */
export async function reachChecks(config: Config, now: number): Promise<Diagnosis[]> {
  const { installation } = config
  if (installation.domain === 'localhost') return []
  return [
    listenCheck(installation.listen),
    await recordsCheck(config),
    ...(installation.certificate === undefined ? [] : [await givenCheck(installation.certificate, config, now)]),
  ]
}

function listenCheck(listen: string | undefined): Diagnosis {
  if (listen === undefined) return diagnosis.ok('listens at', 'loopback alone')
  try {
    refuseForeignAddress(listen)
    return diagnosis.ok('listens at', listen)
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error
    const mend = `give this machine that address again, or run "carrel up --listen ADDR" with one of ${ownAddresses().join(', ')}`
    return diagnosis.fail('listens at', error.message, mend)
  }
}

async function recordsCheck(config: Config): Promise<Diagnosis> {
  const [first, ...more] = await reachNotes(config)
  if (first === undefined) return diagnosis.ok('DNS records', `*.${config.installation.domain} leads here`)
  return diagnosis.warn('DNS records', first, more.join(' ').trim() || 'see docs/guides/for-a-team.md')
}

async function givenCheck(
  files: NonNullable<Config['installation']['certificate']>,
  { installation }: Config,
  now: number,
): Promise<Diagnosis> {
  const name = 'certificate of the domain'
  try {
    const { validTo, issuer } = await readGivenCertificate(files, { domain: installation.domain, now })
    const detail = `until ${new Date(validTo).toISOString().slice(0, 10)}, from ${issuer}`
    if (validTo - now > soonMs) return diagnosis.ok(name, detail)
    return diagnosis.warn(name, detail, `renew ${files.certFile}; the gateway takes the new one over by itself`)
  } catch (error) {
    if (!(error instanceof CertificateProblem)) throw error
    return diagnosis.fail(name, error.message, error.nextStep)
  }
}
