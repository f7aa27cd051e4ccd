// Brings together what the gateway shows: our own certificate for loopback and the domain, and a given one for the domain
// where there is one. It is handed over in one file that the gateway's account can read, because it gives up its rights
// before anybody talks to it and must be able to take a renewed certificate all the same.

import { readFile, stat } from 'node:fs/promises'
import { type Clock, systemClock } from '../base/clock.ts'
import { writeWhole } from '../base/write-whole.ts'
import type { Installation, Paths } from '../config.ts'
import { ensureCertificates } from './ensure-certificates.ts'
import { type GivenCertificate, readGivenCertificate } from './given-certificate.ts'
import type { ServedCertificates } from './served-certificates.ts'

export interface ProvideOptions {
  readonly paths: Pick<Paths, 'tls' | 'run' | 'servedCertificates'>
  readonly installation: Pick<Installation, 'domain' | 'certificate'>
  readonly clock?: Clock
}

export interface Provided {
  /** Trusting it lets a client reach us by loopback and by the domain. */
  readonly caFile: string
  readonly given: GivenCertificate | undefined
}

/** Free when nothing changed. Throws `CertificateProblem`, and then what was handed over before stays. */
export async function provideCertificates(options: ProvideOptions): Promise<Provided> {
  const { paths, installation, clock = systemClock } = options
  const { domain, certificate } = installation
  const own = await ensureCertificates(paths.tls, { domain, clock })
  const given =
    certificate === undefined ? undefined : await readGivenCertificate(certificate, { domain, now: clock.now() })
  await nameVoucher(own.caFile, given?.voucher)
  const served: ServedCertificates = {
    own: { certificate: await readFile(own.certFile, 'utf8'), key: await readFile(own.keyFile, 'utf8') },
    ...(given && { given: { domain, certificate: given.certificate, key: given.key } }),
  }
  await handOver(paths, `${JSON.stringify(served)}\n`)
  return { caFile: own.caFile, given }
}

/** Our authority first, and after it whoever vouches for the given certificate. */
async function nameVoucher(caFile: string, voucher: string | undefined): Promise<void> {
  const text = await readFile(caFile, 'utf8')
  const [own = text] = text.split(/(?<=-----END CERTIFICATE-----\n)/)
  const wanted = own + (voucher ?? '')
  if (text !== wanted) await writeWhole(caFile, wanted, { mode: 0o644 })
}

/** The run folder's group is the gateway's. */
async function handOver({ run, servedCertificates }: ProvideOptions['paths'], text: string): Promise<void> {
  const before = await readFile(servedCertificates, 'utf8').catch(() => undefined)
  if (before === text) return
  const { gid } = await stat(run)
  const owner = process.getuid?.() === 0 ? { uid: 0, gid } : undefined
  await writeWhole(servedCertificates, text, { mode: 0o640, owner })
}
