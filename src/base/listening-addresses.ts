// Where the gateway listens. One list for who opens the listeners and for who looks beforehand whether they can be opened.

export interface ListeningAddress {
  readonly host: string
  readonly port: number
  readonly scheme: 'http' | 'https'
  /** This machine may have IPv6 switched off. */
  readonly mayBeAbsent: boolean
}

export interface Reach {
  readonly port: number
  readonly domain: string
  /** An address of this machine, `0.0.0.0` or `::` (every address of both families); undefined: loopback alone. */
  readonly listen?: string | undefined
}

/** HTTPS on loopback always; beside it, plain HTTP for browsers without a domain, the address for others with one. */
export function listeningAddresses({ port, domain, listen }: Reach): ListeningAddress[] {
  const secure = hostsFor(listen).map((host) => ({ host, port, scheme: 'https' as const, mayBeAbsent: isSixth(host) }))
  if (domain !== 'localhost') return secure
  const plain = loopback.map((host) => ({ host, port: port + 1, scheme: 'http' as const, mayBeAbsent: isSixth(host) }))
  return [...secure, ...plain]
}

const loopback = ['127.0.0.1', '::1']

function hostsFor(listen: string | undefined): string[] {
  if (listen === undefined) return loopback
  if (listen === '::') return ['0.0.0.0', '::']
  return listen === '0.0.0.0' ? ['0.0.0.0', '::1'] : [...loopback, listen]
}

function isSixth(host: string): boolean {
  return host === '::1' || host === '::'
}
