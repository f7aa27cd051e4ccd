// Whether the gateway can open SSH ports at the installation's address: it is this machine's, and nobody forbids it.

import { lookup } from 'node:dns/promises'
import { createServer, isIP } from 'node:net'
import type { Config } from '../../config.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

export async function sshCheck({ installation }: Pick<Config, 'installation'>): Promise<Diagnosis> {
  const { sshAddress, listen } = installation
  if (isIP(sshAddress) === 0) return namedCheck(sshAddress)
  const error = await bindError(listen ?? sshAddress)
  if (error === undefined) return diagnosis.ok('address of SSH', sshAddress)
  const mend =
    error === 'EADDRNOTAVAIL'
      ? `give this machine the address ${listen ?? sshAddress} again (ip address add)`
      : 'see which rule of this machine forbids it'
  return diagnosis.fail('address of SSH', `${listen ?? sshAddress}: ${error}`, mend)
}

async function namedCheck(name: string): Promise<Diagnosis> {
  const found = await lookup(name).catch(() => undefined)
  if (found !== undefined) return diagnosis.ok('address of SSH', `${name} is ${found.address}`)
  return diagnosis.fail(
    'address of SSH',
    `${name} is not found`,
    `make a DNS record of ${name} that names this machine`,
  )
}

/** Tried on a port of the kernel's choice. */
function bindError(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'ERROR'))
    server.listen({ host, port: 0 }, () => server.close(() => resolve(undefined)))
  })
}
