// The two units that run an installation where systemd does: started at boot, restarted whenever they end.

import type { Installation, Paths } from '../config.ts'
import { processArguments } from './process-arguments.ts'

export interface SystemdUnit {
  readonly name: string
  readonly text: string
}

export interface UnitOptions {
  readonly installation: Pick<Installation, 'installationId'>
  readonly paths: Paths
  /** Path of the Node to run. */
  readonly node: string
  /** `uid:gid` the gateway gives its rights up for. */
  readonly dropUser: string
  /** Where what was compiled is kept; undefined: nowhere. */
  readonly cacheFolder: string | undefined
}

const names = ['server', 'gateway'] as const

export function unitName(installationId: string, process: 'server' | 'gateway'): string {
  return `carrel-${installationId}-${process}.service`
}

export function systemdUnits(options: UnitOptions): SystemdUnit[] {
  return names.map((process) => ({
    name: unitName(options.installation.installationId, process),
    text: unitText(process, options),
  }))
}

function unitText(process: 'server' | 'gateway', { paths, node, dropUser, cacheFolder }: UnitOptions): string {
  const command = [node, ...processArguments(paths, process)].map(quoted).join(' ')
  return `${[
    '[Unit]',
    `Description=Carrel ${process} of ${specifierSafe(paths.data)}`,
    ...(process === 'server' ? ['Wants=docker.service', 'After=network-online.target docker.service'] : []),
    // Restarts never end: an installation that gave up at night would have to be found dead in the morning.
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `ExecStart=${command}`,
    'WorkingDirectory=/',
    ...(cacheFolder === undefined ? [] : [`Environment=${inQuotes(`CARREL_CACHE=${specifierSafe(cacheFolder)}`)}`]),
    ...(process === 'gateway' ? [`Environment=CARREL_DROP_USER=${dropUser}`, 'NoNewPrivileges=yes'] : []),
    'Restart=always',
    'RestartSec=200ms',
    // Nodes and mounts are no children of the process; what is must end with it.
    'KillMode=mixed',
    'TimeoutStopSec=15',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ].join('\n')}\n`
}

/** As `systemd.service` reads command lines: in double quotes, with its three special characters escaped. */
function quoted(word: string): string {
  return inQuotes(specifierSafe(word)).replaceAll('$', () => '$$')
}

function inQuotes(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function specifierSafe(text: string): string {
  return text.replaceAll('%', '%%')
}
