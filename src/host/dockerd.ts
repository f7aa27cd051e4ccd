// Docker Engine running, with live-restore: then neither a restart of dockerd nor an update of it stops a node. What is
// there is used; where there is no init system to start it, we start one of our own and remember that it is ours.

import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Paths } from '../config.ts'
import { askDocker, type DockerDaemon, dockerSocket } from './docker-daemon.ts'
import { hasSystemd } from './machine-facts.ts'
import { findCommand, runCommand, systemPath } from './run-command.ts'
import { StepFailure } from './step-failure.ts'

const patienceMs = 60_000

/** Answers the running daemon, started if need be. */
export async function ensureDockerd(paths: Paths, progress: (line: string) => void): Promise<DockerDaemon> {
  const before = await askDocker()
  if (before.kind === 'running') return before.daemon
  if (process.env['DOCKER_HOST'] !== undefined) {
    throw new StepFailure(
      `nothing answers at DOCKER_HOST (${dockerSocket()})`,
      'start that Docker, or unset DOCKER_HOST',
    )
  }
  if (await hasSystemd()) {
    progress('systemctl start docker')
    await runCommand('systemctl', ['enable', '--now', 'docker'])
    return waitForDocker(() => undefined, 'see "journalctl -u docker"')
  }
  const log = join(paths.logs, 'dockerd.log')
  progress(`starting dockerd, its log is ${log}`)
  const dockerd = await startOwnDockerd(log)
  await writeFile(ownRecord(paths), JSON.stringify({ pid: dockerd.pid }), { mode: 0o600 })
  return waitForDocker(dockerd.exitCode, `see ${log}`)
}

/** Process id of the dockerd this installation started, if it did. */
export async function ownDockerdPid(paths: Paths): Promise<number | undefined> {
  const text = await readFile(ownRecord(paths), 'utf8').catch(() => '{}')
  const { pid }: { pid?: number } = JSON.parse(text)
  if (pid === undefined) return undefined
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.split('\0')[0]?.endsWith('dockerd') ? pid : undefined
}

function ownRecord(paths: Paths): string {
  return join(paths.run, 'dockerd.json')
}

async function startOwnDockerd(log: string): Promise<{ pid: number; exitCode: () => number | undefined }> {
  const command = await findCommand('dockerd')
  if (command === undefined) throw new StepFailure('dockerd is not installed', 'install Docker Engine (docker.io)')
  const output = openSync(log, 'a', 0o640)
  const child = spawn(command, ['--live-restore'], {
    detached: true,
    stdio: ['ignore', output, output],
    cwd: '/',
    env: { ...process.env, PATH: systemPath() },
  })
  closeSync(output)
  let code: number | undefined
  child.once('exit', (exit) => {
    code = exit ?? 1
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  return { pid: child.pid ?? 0, exitCode: () => code }
}

async function waitForDocker(exitCode: () => number | undefined, nextStep: string): Promise<DockerDaemon> {
  const deadline = Date.now() + patienceMs
  while (Date.now() < deadline) {
    const answer = await askDocker()
    if (answer.kind === 'running') return answer.daemon
    if (exitCode() !== undefined) throw new StepFailure(`dockerd ended with ${exitCode()}`, nextStep)
    await sleep(200)
  }
  throw new StepFailure('Docker does not answer after a minute', nextStep)
}
