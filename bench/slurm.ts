// Slurm as Debian packs it, for a bench to stand beside: one node with all cores of this machine, started here and ended by
// process id. Its configuration names the machine and lets each job have one core; the rest is Slurm's own.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { installPackages } from '../src/host/install-packages.ts'
import { findCommand } from '../src/host/run-command.ts'

const run = promisify(execFile)
const commands = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'sinfo']
const ports = { controller: 16_817, node: 16_818 }
const submitters = 4

export interface Slurm extends AsyncDisposable {
  /** Submits as many jobs that end at once, and answers jobs per second from the first submission to the last end. */
  jobsPerSecond(count: number): Promise<number>
}

/** `parameters`: of `SchedulerParameters`; none for its defaults. Throws, saying why, where Slurm cannot run. */
export async function startSlurm(parameters?: string): Promise<Slurm> {
  await requireSlurm()
  const folder = await mkdtemp(join(tmpdir(), 'carrel-slurm-'))
  const daemons: ChildProcess[] = []
  const environment = { ...process.env, SLURM_CONF: join(folder, 'slurm.conf') }
  const start = (command: string, args: readonly string[]) =>
    daemons.push(spawn(command, args, { env: environment, stdio: 'ignore' }))
  const stop = async () => {
    for (const daemon of daemons.reverse()) await ended(daemon)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await writeFiles(folder, parameters)
    const munge = ['socket', 'key-file', 'pid-file', 'log-file', 'seed-file'].map(
      (name) => `--${name}=${folder}/${name}`,
    )
    start('munged', ['--force', '--foreground', ...munge])
    start('slurmctld', ['-D'])
    start('slurmd', ['-D'])
    const ask = async (command: string, ...args: string[]) =>
      (await run(command, args, { env: environment, maxBuffer: 1e7 })).stdout
    await until('its node is not idle', async () => (await ask('sinfo', '-h', '-o', '%T')).trim() === 'idle')
    return {
      jobsPerSecond: (count) => measure(count, { ask, script: join(folder, 'job.sh') }),
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function requireSlurm(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('only root starts it')
  const missing = async () => {
    const found = await Promise.all(commands.map((name) => findCommand(name)))
    return commands.filter((_, index) => found[index] === undefined)
  }
  if ((await missing()).length > 0) await installPackages(['slurm-wlm', 'munge'], () => undefined)
  const left = await missing()
  if (left.length > 0) throw new Error(`there is no ${left.join(', ')}`)
}

async function writeFiles(folder: string, parameters: string | undefined): Promise<void> {
  await Promise.all(['state', 'spool'].map((name) => mkdir(join(folder, name))))
  await writeFile(join(folder, 'key-file'), randomBytes(1024), { mode: 0o600 })
  await writeFile(join(folder, 'job.sh'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  const name = hostname().split('.')[0]
  const settings = {
    ClusterName: 'bench',
    SlurmctldHost: `${name}(127.0.0.1)`,
    AuthInfo: `socket=${folder}/socket`,
    SlurmUser: 'root',
    StateSaveLocation: join(folder, 'state'),
    SlurmdSpoolDir: join(folder, 'spool'),
    SlurmctldPidFile: join(folder, 'controller.pid'),
    SlurmdPidFile: join(folder, 'node.pid'),
    SlurmctldLogFile: join(folder, 'controller.log'),
    SlurmdLogFile: join(folder, 'node.log'),
    SlurmctldPort: ports.controller,
    SlurmdPort: ports.node,
    // Without systemd it cannot make control groups.
    ProctrackType: 'proctrack/linuxproc',
    SelectType: 'select/cons_tres',
    // Otherwise each job has all memory of the node, and the node one job.
    SelectTypeParameters: 'CR_Core',
    ...(parameters === undefined ? {} : { SchedulerParameters: parameters }),
  }
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  lines.push(`NodeName=${name} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`)
  lines.push(`PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP`)
  await writeFile(join(folder, 'slurm.conf'), `${lines.join('\n')}\n`)
}

interface Asking {
  readonly script: string
  ask(command: string, ...args: string[]): Promise<string>
}

async function measure(count: number, { ask, script }: Asking): Promise<number> {
  const start = performance.now()
  let submitted = 0
  const submitOnAndOn = async () => {
    while (submitted++ < count) await ask('sbatch', '-o', '/dev/null', script)
  }
  await Promise.all(Array.from({ length: submitters }, submitOnAndOn))
  await until('its queue is not empty', async () => (await ask('squeue', '-h')) === '')
  const seconds = (performance.now() - start) / 1000
  const states = (await ask('squeue', '-h', '-t', 'all', '-o', '%T')).trim().split('\n')
  const completed = states.filter((state) => state === 'COMPLETED').length
  if (completed !== count) throw new Error(`Slurm completed ${completed} of ${count} jobs`)
  return count / seconds
}

async function until(complaint: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 600_000
  while (!(await isTrue().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`Slurm: ${complaint}`)
    await sleep(50)
  }
}

async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return
  const gone = new Promise((resolve) => daemon.once('exit', resolve))
  daemon.kill('SIGTERM')
  const late = setTimeout(() => daemon.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(late)
}
