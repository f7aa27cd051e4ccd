// The one `ssh -L` line that brings an installation on a machine reached over SSH to the laptop in front of the person.

export interface TunnelOptions {
  /** Value of SSH_CONNECTION: client address and port, server address and port. */
  readonly sshConnection: string | undefined
  readonly account: string
  readonly hostName: string
  readonly port: number
  /** The instance's own SSH command, whose address only the remote machine knows. */
  readonly ssh: string | undefined
}

/** Undefined: not over SSH, so nothing has to be carried. */
export function tunnelCommand(options: TunnelOptions): string | undefined {
  const [, , address, serverPort] = (options.sshConnection ?? '').split(' ')
  if (address === undefined || serverPort === undefined) return undefined
  const forwards = [options.port, options.port + 1].map((port) => `-L ${port}:localhost:${port}`)
  const instance = /-p (\d+) \S+@(\S+)$/.exec(options.ssh ?? '')
  if (instance !== null) forwards.push(`-L ${instance[1]}:${instance[2]}:${instance[1]}`)
  const port = serverPort === '22' ? [] : [`-p ${serverPort}`]
  // An address behind a translator is not the one a laptop dials, but it is the best known here.
  const target = `${options.account}@${address === '::1' || address.startsWith('127.') ? options.hostName : address}`
  return ['ssh', '-N', ...forwards, ...port, target].join(' ')
}
