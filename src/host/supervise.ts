// The one parent where no systemd runs: keeps server and gateway running until told to stop. It holds no state and no
// socket; when it is killed the two go on, and the next one takes their places.

import { type ChildProcess, spawn } from 'node:child_process'
import { createLog } from '../base/log.ts'
import { dataFolder, type Paths, readConfig } from '../config.ts'
import { gatewayAccount } from './gateway-account.ts'
import { type KeptProgram, keepRunning } from './keep-running.ts'
import { type LogName, logFile, rotateLog, withLog } from './log-files.ts'
import type { SuperviseOptions } from './options.ts'
import { findAccount, isRoot } from './owner.ts'
import { processArguments } from './process-arguments.ts'
import { removePid, stopProcess, writePid } from './process-files.ts'

const names = ['server', 'gateway'] as const
const patienceMs = 10_000
const rotateEveryMs = 30_000

/** Ends when it gets SIGTERM or SIGINT and both processes are gone. */
export async function supervise(options: SuperviseOptions): Promise<number> {
  const { paths } = await readConfig(dataFolder(options.data))
  const log = createLog('supervise')
  const stopped = stopSignal()
  await writePid(paths, 'supervise', process.pid)
  for (const name of names) await stopProcess(paths, name, { patienceMs })
  const environment = await gatewayEnvironment()
  const programs = names.map((name) =>
    keepRunning({
      start: () => startProcess(paths, name, name === 'gateway' ? environment : {}),
      onExit: (how, pauseMs) => log.warn({ process: name, how, pauseMs }, 'ended; starting it again'),
    }),
  )
  const rotation = setInterval(
    () => rotateLogs(paths).catch((err: unknown) => log.warn({ err }, 'logs cannot be rotated')),
    rotateEveryMs,
  )
  log.info({ signal: await stopped }, 'stopping')
  clearInterval(rotation)
  await stopAll(paths, programs)
  return 0
}

/** The gateway gives up root by itself, once what needs it is open. */
async function gatewayEnvironment(): Promise<Record<string, string>> {
  if (!isRoot()) return {}
  const account = await findAccount(gatewayAccount)
  if (account === undefined) throw new Error(`the account ${gatewayAccount} is missing; run "carrel up"`)
  return { CARREL_DROP_USER: `${account.uid}:${account.gid}` }
}

async function startProcess(
  paths: Paths,
  name: 'server' | 'gateway',
  environment: Record<string, string>,
): Promise<ChildProcess> {
  const child = await withLog(paths, name, (output) =>
    spawn(process.execPath, processArguments(paths, name), {
      cwd: '/',
      stdio: ['ignore', output, output],
      // Signals of the terminal are for the parent, which stops the two in order.
      detached: true,
      env: { ...process.env, ...environment },
    }),
  )
  if (child.pid !== undefined) await writePid(paths, name, child.pid)
  return child
}

async function stopAll(paths: Paths, programs: readonly KeptProgram[]): Promise<void> {
  await Promise.all(programs.map((program) => program.stop(patienceMs)))
  for (const name of ['gateway', 'server', 'supervise'] as const) await removePid(paths, name)
}

async function rotateLogs(paths: Paths): Promise<void> {
  const logs: LogName[] = ['server', 'gateway', 'supervise', 'dockerd']
  await Promise.all(logs.map((name) => rotateLog(logFile(paths, name))))
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
  })
}
