// Whether this machine lets us listen somewhere, found out by listening.

import { createServer } from 'node:net'

/** Undefined: free, or an address family this machine does not have. Else the error's code, such as EADDRINUSE. */
export async function listenError(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? undefined : (error.code ?? 'ERROR'))
    })
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** The ports of `port` and the next that somebody else holds. */
export async function takenPorts(port: number): Promise<number[]> {
  const checks = [port, port + 1].map(async (candidate) => {
    const errors = await Promise.all(['127.0.0.1', '::1'].map((host) => listenError(host, candidate)))
    return errors.some((error) => error !== undefined) ? [candidate] : []
  })
  return (await Promise.all(checks)).flat()
}
