// Whether this machine lets us listen somewhere, found out by listening.

import { createServer } from 'node:net'
import type { ListeningAddress } from '../base/listening-addresses.ts'

/** Undefined: free, or an address family this machine does not have. Else the error's code, such as EADDRINUSE. */
export async function listenError(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? undefined : (error.code ?? 'ERROR'))
    })
    server.listen({ host, port, exclusive: true, ipv6Only: true }, () => server.close(() => resolve(undefined)))
  })
}

/** The ports among them that somebody else holds somewhere, each once. */
export async function takenPorts(addresses: readonly ListeningAddress[]): Promise<number[]> {
  const taken = new Set<number>()
  // One after the other: a probe of every address would find the probe of one.
  for (const { host, port } of addresses) {
    if ((await listenError(host, port)) !== undefined) taken.add(port)
  }
  return [...taken]
}
