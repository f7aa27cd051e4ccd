// `carrel status`: whether an installation runs and answers, and where. Looks only; needs no rights beyond its owner's.

import { join } from 'node:path'
import { dataFolder } from '../config.ts'
import { isHealthy } from './api-client.ts'
import { askDocker } from './docker-daemon.ts'
import { findInstallation } from './installation.ts'
import type { StatusOptions } from './options.ts'
import { areRunning, processStates } from './process-control.ts'

const notRunning = 3

export async function status(options: StatusOptions): Promise<number> {
  const data = dataFolder(options.data)
  const config = await findInstallation(data)
  if (config === undefined) {
    if (options.json) process.stdout.write(`${JSON.stringify({ data, isRunning: false })}\n`)
    else process.stderr.write(`No installation in ${data}. "carrel up" makes one.\n`)
    return notRunning
  }
  const [states, docker] = await Promise.all([processStates(config), askDocker(config.installation.dockerSocket)])
  const isAnswering = await isHealthy(config.localEndpoint, join(config.paths.tls, 'ca.pem'))
  const isRunning = areRunning(states) && isAnswering
  const report = {
    data,
    isRunning,
    endpoint: config.endpoint,
    browserEndpoint: config.browserEndpoint,
    isAnswering,
    processes: states,
    docker: docker.kind === 'running' ? docker.daemon : docker.kind,
  }
  process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : `${lines(report).join('\n')}\n`)
  return isRunning ? 0 : notRunning
}

interface Report {
  readonly data: string
  readonly endpoint: string
  readonly browserEndpoint: string
  readonly isAnswering: boolean
  readonly processes: Awaited<ReturnType<typeof processStates>>
  readonly docker: { readonly version: string; readonly hasLiveRestore: boolean } | string
}

function lines(report: Report): string[] {
  const { server, gateway, by } = report.processes
  const keeper = by === 'systemd' ? 'systemd' : keeperLine(report.processes.supervise)
  const docker =
    typeof report.docker === 'string'
      ? { absent: 'does not answer', forbidden: 'runs; this account may not ask it' }[report.docker]
      : `${report.docker.version}${report.docker.hasLiveRestore ? ', live-restore' : ', without live-restore'}`
  return [
    `data      ${report.data}`,
    `server    ${server === undefined ? 'does not run' : `process ${server}`}`,
    `gateway   ${gateway === undefined ? 'does not run' : `process ${gateway}`}`,
    `kept by   ${keeper}`,
    `API       ${report.endpoint} ${report.isAnswering ? 'answers' : 'does not answer'}`,
    `sign in   ${report.browserEndpoint}`,
    `docker    ${docker}`,
  ]
}

function keeperLine(supervise: number | undefined): string {
  return supervise === undefined
    ? 'nobody: what ends is not started again; "carrel up" mends it'
    : `process ${supervise}`
}
