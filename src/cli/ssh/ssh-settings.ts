import type { SshTarget } from './ssh-target.ts'

export interface SshFiles {
  readonly knownHosts: string
  /** Undefined: left to the agent and OpenSSH's defaults. */
  readonly identity: string | undefined
}

/** OpenSSH's settings for an instance, by the names of `ssh_config`; values as they stand in a file, quoted. */
export function sshSettings(target: SshTarget, files: SshFiles): readonly (readonly [string, string])[] {
  const { host, port, user, alias, hostKeys } = target
  return [
    ['HostName', host],
    ['Port', String(port)],
    ['User', user],
    ['HostKeyAlias', alias],
    ['UserKnownHostsFile', path(files.knownHosts)],
    ['GlobalKnownHostsFile', '/dev/null'],
    ['StrictHostKeyChecking', hostKeys.length > 0 ? 'yes' : 'accept-new'],
    ...(hostKeys.length > 0 ? [['UpdateHostKeys', 'no'] as const] : []),
    ...(files.identity === undefined
      ? []
      : ([
          ['IdentityFile', path(files.identity)],
          ['IdentitiesOnly', 'yes'],
        ] as const)),
  ]
}

/** Paths are this person's own; what the file format cannot hold is refused rather than changed. */
function path(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/["\\\u0000-\u001f]/.test(text) || text.includes('${'))
    throw new Error(`OpenSSH's configuration cannot hold the path ${JSON.stringify(text)}.`)
  return `"${text.replaceAll('%', '%%')}"`
}
