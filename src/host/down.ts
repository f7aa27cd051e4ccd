// `carrel down`: ends the processes of one installation. Instances go on; with `--purge` they and everything else go.

import { takeTurn } from '../base/take-turn.ts'
import { dataFolder } from '../config.ts'
import { elevate } from './elevate.ts'
import { findInstallation } from './installation.ts'
import { isYes } from './live-restore.ts'
import type { DownOptions } from './options.ts'
import { isElevated, isRoot } from './owner.ts'
import { areRunning, processStates, stopProcesses } from './process-control.ts'
import { purge } from './purge.ts'
import { reportFailure } from './report-failure.ts'
import { createReporter } from './reporter.ts'

export async function down(options: DownOptions): Promise<number> {
  const reporter = createReporter()
  try {
    const data = dataFolder(options.data)
    const config = await findInstallation(data)
    if (config === undefined) {
      reporter.say(`No installation in ${data}: nothing to stop.`)
      return 0
    }
    const states = await processStates(config)
    const isStopped = !areRunning(states) && [states.server, states.gateway, states.supervise].every((pid) => !pid)
    if (isStopped && !options.purge) {
      reporter.say('Not running.')
      return 0
    }
    if (options.purge && !isElevated() && !(await isConfirmed(data, options))) {
      reporter.say('Nothing was removed.')
      return 1
    }
    if (!isRoot()) {
      const reason = options.purge ? 'to remove instances, mounts and the data folder' : 'to stop the processes'
      return await elevate({ dataFolder: data, reason, say: reporter.say })
    }
    await using _turn = await takeTurn(data, reporter.say)
    await reporter.phase('processes', () => stopProcesses(config))
    if (options.purge) await purge(config, reporter)
    else reporter.say('Stopped. Instances go on running; "carrel up" brings the rest back.')
    return 0
  } catch (error) {
    return reportFailure(error, reporter)
  }
}

async function isConfirmed(data: string, options: DownOptions): Promise<boolean> {
  if (options.yes) return true
  const warning = `This removes every instance and all files of the installation in ${data}, for good.`
  if (!process.stdin.isTTY) {
    process.stderr.write(`${warning}\nSay --yes where nobody can be asked.\n`)
    return false
  }
  return isYes(`${warning} Go on? [y/N] `)
}
