// Names the clients of this machine have to find: the API's, the sign-in page's and an app's.

import { lookup } from 'node:dns/promises'
import type { Config } from '../../config.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

export interface Resolved {
  readonly name: string
  /** Empty: not found. */
  readonly addresses: readonly string[]
}

export async function nameChecks({ installation, endpoint }: Config): Promise<Diagnosis[]> {
  const { domain } = installation
  const { hostname } = new URL(endpoint)
  const [api, pages, app] = await Promise.all([hostname, `carrel.${domain}`, `any-lab.${domain}`].map(resolve))
  return [apiNameCheck(api as Resolved), appNamesCheck(domain, [pages as Resolved, app as Resolved])]
}

export function apiNameCheck({ name, addresses }: Resolved): Diagnosis {
  if (addresses.length > 0) return diagnosis.ok('name of the API', `${name} is ${addresses.join(', ')}`)
  const mend =
    name === 'localhost'
      ? 'add "127.0.0.1 localhost" to /etc/hosts'
      : `make a DNS record of ${name} that names this machine`
  return diagnosis.fail('name of the API', `${name} is not found`, mend)
}

/** Browsers know by themselves that names below `localhost` are this machine; other programs ask the system. */
export function appNamesCheck(domain: string, names: readonly Resolved[]): Diagnosis {
  const missing = names.filter(({ addresses }) => addresses.length === 0).map(({ name }) => name)
  if (missing.length === 0) return diagnosis.ok('names of apps', `*.${domain}`)
  const detail = `${missing.join(' and ')} not found`
  if (domain === 'localhost') {
    return diagnosis.warn(
      'names of apps',
      `${detail} by this system; browsers find them anyway`,
      'for other programs: apt-get install libnss-myhostname',
    )
  }
  return diagnosis.fail('names of apps', detail, `make a DNS record of *.${domain} that names this machine`)
}

async function resolve(name: string): Promise<Resolved> {
  const found = await lookup(name, { all: true }).catch(() => [])
  return { name, addresses: found.map(({ address }) => address) }
}
