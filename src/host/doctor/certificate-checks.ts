// The certificates in `tls/`: there, each with its own key, issued by our authority, and good for a while.

import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

const day = 86_400_000
/** `up` renews what has less left. */
const soonMs = 30 * day
const renew = 'run "carrel up", which renews it, and trust the new authority where "carrel ca" was installed'

export async function certificateChecks({ paths }: Pick<Config, 'paths'>, now: number): Promise<Diagnosis[]> {
  const [authority, server] = await Promise.all(['ca.pem', 'server.pem'].map((name) => read(join(paths.tls, name))))
  const isForeign = authority !== undefined && server !== undefined && !server.verify(authority.publicKey)
  return [
    expiryCheck('certificate authority', authority, now),
    isForeign
      ? diagnosis.fail('server certificate', 'was not issued by the authority beside it', renew)
      : expiryCheck('server certificate', server, now),
  ]
}

export function expiryCheck(name: string, certificate: X509Certificate | undefined, now: number): Diagnosis {
  if (certificate === undefined) return diagnosis.fail(name, 'missing or unreadable', 'run "carrel up", which makes it')
  const until = certificate.validToDate.getTime()
  const detail = `until ${certificate.validToDate.toISOString().slice(0, 10)}`
  if (certificate.validFromDate.getTime() > now) {
    return diagnosis.fail(name, 'not valid yet: this machine’s clock is behind', 'set the clock (timedatectl)')
  }
  if (until <= now) return diagnosis.fail(name, `expired: good ${detail}`, renew)
  if (until - now < soonMs) return diagnosis.warn(name, `${detail}, in ${Math.ceil((until - now) / day)} days`, renew)
  return diagnosis.ok(name, detail)
}

async function read(path: string): Promise<X509Certificate | undefined> {
  try {
    return new X509Certificate(await readFile(path))
  } catch {
    return undefined
  }
}
