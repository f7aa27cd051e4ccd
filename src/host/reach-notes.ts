// What an administrator has to know of the name and address an installation is reached at: which DNS records are missing,
// and what a change of them means for people who were signed in.

import type { Config } from '../config.ts'
import { addressesOf, ownAddresses } from './reach-facts.ts'

/** Lines to show; empty: nothing is amiss. Names are looked up as this machine sees them. */
export async function reachNotes({ installation }: Pick<Config, 'installation'>): Promise<string[]> {
  const { domain, listen, sshAddress } = installation
  if (domain === 'localhost') return []
  if (listen === undefined) return [`Only this machine reaches ${domain} so far: add --listen ADDR to let others in.`]
  const names = [`carrel.${domain}`, `any-app.${domain}`]
  const found = await Promise.all(names.map(async (name) => ({ name, addresses: await addressesOf(name) })))
  const missing = found.filter(({ addresses }) => addresses.length === 0).map(({ name }) => name)
  if (missing.length > 0) return missingRecords({ domain, missing, address: sshAddress })
  const own = ownAddresses()
  const foreign = found.flatMap(({ name, addresses }) =>
    addresses.some((address) => own.includes(address)) ? [] : [`${name} leads to ${addresses.join(', ')}`],
  )
  if (foreign.length === 0) return []
  return [`${foreign.join('; ')}, no address of this machine. Right if what is there passes connections on to it.`]
}

/** What it means that an installation is at another address than before. Empty: it is not. */
export function changeNotes(before: Config | undefined, after: Config): string[] {
  if (before === undefined || before.endpoint === after.endpoint) return []
  const isOtherName = before.installation.domain !== after.installation.domain
  return [
    `The address changed from ${before.endpoint} to ${after.endpoint}:`,
    '  everybody signs in again; links and scripts with the old address lead nowhere;',
    ...(isOtherName ? ['  clients need the authority again, and what was trusted for the old name can go;'] : []),
    '  instances, files, users and roles are as they were.',
  ]
}

interface Missing {
  readonly domain: string
  readonly missing: readonly string[]
  readonly address: string
}

function missingRecords({ domain, missing, address }: Missing): string[] {
  const type = address.includes(':') ? 'AAAA' : 'A'
  return [
    `DNS does not know ${missing.join(' and ')} here. One record leads every app to this machine:`,
    `  *.${domain}.   ${type}   ${address}`,
    `Where ${domain} has records below it already, carrel.${domain} needs one of its own as well.`,
  ]
}
