// What this machine and its resolver say of a name and an address: whether the address is ours, where the name leads, and
// at which address others reach us.

import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { StepFailure } from './step-failure.ts'

const resolverPatienceMs = 3000
const wildcards = ['0.0.0.0', '::']

/** Throws when nobody could listen there. */
export function refuseForeignAddress(listen: string | undefined): void {
  if (listen === undefined || wildcards.includes(listen)) return
  const own = ownAddresses()
  if (own.includes(listen)) return
  const known = own.length === 0 ? 'it has none but loopback' : `it has ${own.join(', ')}`
  throw new StepFailure(`${listen} is no address of this machine: ${known}`, 'choose one of them, or 0.0.0.0')
}

/** Of others than this machine: a name that leads to loopback, as in a hosts file, leads nobody here. Empty: nowhere. */
export async function addressesOf(name: string): Promise<string[]> {
  const asked = lookup(name, { all: true }).catch(() => [])
  const found = await Promise.race([asked, sleep(resolverPatienceMs, [], { ref: false })])
  return found.map(({ address }) => address).filter((address) => address !== '::1' && !address.startsWith('127.'))
}

/** Where others reach what listens at `listen`: where the name leads, or else that address, or the one of our default route. */
export async function addressForOthers(name: string, listen: string, present: string | undefined): Promise<string> {
  const family = isIP(listen)
  const led = (await addressesOf(name)).filter((address) => listen === '::' || isIP(address) === family)
  if (present !== undefined && led.includes(present)) return present
  const [first] = led
  if (first !== undefined) return first
  return wildcards.includes(listen) ? mainAddress() : listen
}

export function ownAddresses(): string[] {
  const all = Object.entries(networkInterfaces()).flatMap(([name, entries]) => (isBridge(name) ? [] : (entries ?? [])))
  return all.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address)
}

/** Docker's and our own, which lead to nodes. */
function isBridge(name: string): boolean {
  return /^(docker\d+|br-[0-9a-f]{12}|c[a-z0-9]{8}[0-9a-f]{6}|veth[0-9a-f]{7})$/.test(name)
}

/** Asks the routing table alone; nothing is sent. */
async function mainAddress(): Promise<string> {
  const socket = createSocket('udp4')
  try {
    socket.connect(9, '198.51.100.1')
    await once(socket, 'connect')
    return socket.address().address
  } catch {
    const [first] = ownAddresses()
    if (first !== undefined) return first
    throw new StepFailure('this machine has no address but loopback', 'connect it to a network, or leave --listen out')
  } finally {
    socket.close()
  }
}
