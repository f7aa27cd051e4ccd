// Ports of loopback for what a test starts: no two tests that run at the same time get the same, in whatever process, and
// none is among those that the kernel gives to who connects somewhere. They are the caller's until its process ends.

import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type ListenOptions, type Server } from 'node:net'

const lowest = 15_000

/** The first of `count` neighbours that nobody listens at. */
export async function claimPorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const first = randomInt(lowest, firstOfKernel() - count)
    const ports = Array.from({ length: count }, (_, index) => first + index)
    if (await claimAll(ports)) return first
  }
  throw new Error(`no ${count} free ports beside each other`)
}

async function claimAll(ports: readonly number[]): Promise<boolean> {
  const claims: Server[] = []
  for (const port of ports) {
    const claim = await listen({ path: `\0carrel-test-port-${port}` })
    if (claim !== undefined) claims.push(claim.unref())
    const probe = claim && (await listen({ host: '127.0.0.1', port }))
    if (probe === undefined) {
      for (const each of claims) each.close()
      return false
    }
    await new Promise((resolve) => probe.close(resolve))
  }
  return true
}

/** Undefined: somebody else does. A name that begins with NUL is the kernel's to forget, also after a crash. */
function listen(at: ListenOptions): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(undefined))
    server.listen(at, () => resolve(server))
  })
}

/** Of those it gives away by itself: between a look and its use it may have given any of them to a stranger. */
function firstOfKernel(): number {
  const [first] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)
  return Math.max(Number(first), lowest + 1_000)
}
