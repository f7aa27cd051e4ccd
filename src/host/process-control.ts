// Starts, stops and looks at an installation's two processes, whether systemd runs them or our own parent does.

import { spawn } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { ensureGatewayAccount } from './gateway-account.ts'
import { withLog } from './log-files.ts'
import { isRoot } from './owner.ts'
import { processArguments } from './process-arguments.ts'
import { runningPid, stopProcess } from './process-files.ts'
import { runCommand, systemPath } from './run-command.ts'
import { systemdUnits, unitName } from './systemd-units.ts'

const unitFolder = '/etc/systemd/system'
const names = ['server', 'gateway'] as const
/** The parent waits for its two; more than their own patience. */
const patienceMs = 15_000

export interface ProcessStates {
  readonly by: 'systemd' | 'parent'
  /** Process ids; undefined: does not run. */
  readonly server: number | undefined
  readonly gateway: number | undefined
  /** Undefined under systemd. */
  readonly supervise: number | undefined
}

export async function processStates({ installation, paths }: Config): Promise<ProcessStates> {
  const [server, gateway] = await Promise.all(names.map((name) => unitPid(unitName(installation.installationId, name))))
  if (server !== undefined || gateway !== undefined) return { by: 'systemd', server, gateway, supervise: undefined }
  return {
    by: 'parent',
    server: await runningPid(paths, 'server'),
    gateway: await runningPid(paths, 'gateway'),
    supervise: await runningPid(paths, 'supervise'),
  }
}

export function areRunning(states: ProcessStates): boolean {
  const hasKeeper = states.by === 'systemd' || states.supervise !== undefined
  return hasKeeper && states.server !== undefined && states.gateway !== undefined
}

/** Takes the place of whatever ran before. */
export async function startProcesses(config: Config, by: ProcessStates['by']): Promise<void> {
  await stopProcesses(config)
  if (by === 'systemd') return startUnits(config)
  const { paths } = config
  const child = await withLog(paths, 'supervise', (output) =>
    spawn(process.execPath, processArguments(paths, 'supervise'), {
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...process.env, PATH: systemPath() },
    }),
  )
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
}

/** Instances go on. Units stay removed until the next `up --detach`. */
export async function stopProcesses({ installation, paths }: Config): Promise<void> {
  for (const name of names) await removeUnit(unitName(installation.installationId, name))
  await stopProcess(paths, 'supervise', { patienceMs })
  // Left behind by a parent that was killed.
  for (const name of names) await stopProcess(paths, name, { patienceMs })
}

async function startUnits({ installation, paths }: Config): Promise<void> {
  const { uid, gid } = await ensureGatewayAccount()
  const units = systemdUnits({
    ...{ installation, paths, node: process.execPath, dropUser: `${uid}:${gid}` },
    cacheFolder: process.env['CARREL_CACHE'],
  })
  for (const unit of units) await writeFile(join(unitFolder, unit.name), unit.text, { mode: 0o644 })
  await runCommand('systemctl', ['daemon-reload'])
  await runCommand('systemctl', ['enable', '--now', ...units.map((unit) => unit.name)])
}

async function removeUnit(name: string): Promise<void> {
  if (!isRoot() || !(await hasUnit(name))) return
  await runCommand('systemctl', ['disable', '--now', name])
  await rm(join(unitFolder, name), { force: true })
  await runCommand('systemctl', ['daemon-reload'])
}

async function hasUnit(name: string): Promise<boolean> {
  const answer = await runCommand('systemctl', ['show', '--property=LoadState', '--value', name]).catch(() => '')
  return answer.trim() === 'loaded'
}

async function unitPid(name: string): Promise<number | undefined> {
  const answer = await runCommand('systemctl', ['show', '--property=MainPID', '--value', name]).catch(() => '')
  const pid = Number(answer.trim())
  return pid > 0 ? pid : undefined
}
