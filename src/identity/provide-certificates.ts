// Brings together what the gateway shows: our own certificate for loopback and the domain, and a given one for the domain
// where there is one. It is handed over in one file that the gateway's account can read, because it gives up its rights
// before anybody talks to it and must be able to take a renewed certificate all the same.

import { readFile, stat } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { type Clock, systemClock } from '../base/clock.ts'
import { writeWhole } from '../base/write-whole.ts'
import type { Installation, Paths } from '../config.ts'
import { ensureCertificates } from './ensure-certificates.ts'
import { type GivenCertificate, readGivenCertificate } from './given-certificate.ts'
import { type ServedCertificates, servedCertificatesSchema } from './served-certificates.ts'

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

/** Free when nothing changed. Throws `CertificateProblem`, and then the one that was given before goes on being shown. */
export async function provideCertificates(options: ProvideOptions): Promise<Provided> {
  const { paths, installation, clock = systemClock } = options
  const { domain, certificate } = installation
  const files = await ensureCertificates(paths.tls, { domain, clock })
  const [text, key] = await Promise.all([readFile(files.certFile, 'utf8'), readFile(files.keyFile, 'utf8')])
  const own = { certificate: text, key }
  if (certificate === undefined) {
    await nameVoucher(files.caFile, undefined)
    await handOver(paths, { own })
    return { caFile: files.caFile, given: undefined }
  }
  try {
    const given = await readGivenCertificate(certificate, { domain, now: clock.now() })
    await nameVoucher(files.caFile, given.voucher)
    await handOver(paths, { own, given: { domain, certificate: given.certificate, key: given.key } })
    return { caFile: files.caFile, given }
  } catch (error) {
    const before = await handedOver(paths)
    await handOver(paths, before?.given?.domain === domain ? { own, given: before.given } : { own })
    throw error
  }
}

/** Our authority first, and after it whoever vouches for the given certificate. */
async function nameVoucher(caFile: string, voucher: string | undefined): Promise<void> {
  const text = await readFile(caFile, 'utf8')
  const [own = text] = text.split(/(?<=-----END CERTIFICATE-----\n)/)
  const wanted = own + (voucher ?? '')
  if (text !== wanted) await writeWhole(caFile, wanted, { mode: 0o644 })
}

/** The run folder's group is the gateway's. */
async function handOver(paths: ProvideOptions['paths'], served: ServedCertificates): Promise<void> {
  const { run, servedCertificates } = paths
  if (isDeepStrictEqual(await handedOver(paths), served)) return
  const { gid } = await stat(run)
  const owner = process.getuid?.() === 0 ? { uid: 0, gid } : undefined
  await writeWhole(servedCertificates, `${JSON.stringify(served)}\n`, { mode: 0o640, owner })
}

/** Undefined: nothing was yet, or what is there is broken. */
async function handedOver({ servedCertificates }: ProvideOptions['paths']): Promise<ServedCertificates | undefined> {
  const text = await readFile(servedCertificates, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : servedCertificatesSchema.safeParse(parsed(text)).data
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
