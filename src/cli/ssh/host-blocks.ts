import type { Prepared } from './prepare-ssh.ts'
import { sshSettings } from './ssh-settings.ts'

/** A `Host` block each, by the instance's name. */
export function hostBlocks(all: readonly Prepared[]): string {
  return all
    .map(({ target, files }) => {
      const settings = sshSettings(target, files).map(([name, value]) => `  ${name} ${value}\n`)
      return `Host ${target.name}\n${settings.join('')}`
    })
    .join('\n')
}
