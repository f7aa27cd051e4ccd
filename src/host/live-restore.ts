// Offers to set live-restore on a Docker that somebody else set up. Its configuration is changed only on a yes.

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { runCommand } from './run-command.ts'

const daemonConfig = '/etc/docker/daemon.json'
const pidFile = '/var/run/docker.pid'

export interface OfferOptions {
  readonly isInteractive: boolean
  readonly say: (line: string) => void
}

/** True when it is set now. Docker takes this setting over without a restart. */
export async function offerLiveRestore({ isInteractive, say }: OfferOptions): Promise<boolean> {
  say('Docker runs without live-restore: whenever it is restarted or updated, instances stop.')
  if (!isInteractive || !(await isYes(`Set "live-restore": true in ${daemonConfig} now? [y/N] `))) {
    say(`  To set it: add "live-restore": true to ${daemonConfig}, then kill -HUP $(cat ${pidFile})`)
    return false
  }
  const text = await readFile(daemonConfig, 'utf8').catch(() => '{}')
  await mkdir('/etc/docker', { recursive: true })
  await writeFile(`${daemonConfig}.carrel`, withLiveRestore(text), { mode: 0o644 })
  await rename(`${daemonConfig}.carrel`, daemonConfig)
  await runCommand('kill', ['-HUP', (await readFile(pidFile, 'utf8')).trim()])
  return true
}

/** The same configuration with the one setting added. Throws when the text is no JSON object. */
export function withLiveRestore(text: string): string {
  const config: unknown = JSON.parse(text.trim() === '' ? '{}' : text)
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new Error(`${daemonConfig} holds no JSON object`)
  }
  return `${JSON.stringify({ ...config, 'live-restore': true }, undefined, 2)}\n`
}

/** A question on the terminal; anything but y or yes is no. */
export async function isYes(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(question)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
