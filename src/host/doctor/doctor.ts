// `carrel doctor`: looks at everything an installation stands on and says how to mend what is not as it should be. Looks
// only; what needs rights to be seen is left out for whoever lacks them, and said so.

import Docker from 'dockerode'
import { listeningAddresses } from '../../base/listening-addresses.ts'
import { type Config, dataFolder } from '../../config.ts'
import { chooseReach } from '../choose-reach.ts'
import { findInstallation } from '../installation.ts'
import { type MachineFacts, readMachineFacts } from '../machine-facts.ts'
import type { DoctorOptions } from '../options.ts'
import { isRoot } from '../owner.ts'
import { processStates } from '../process-control.ts'
import { reportFailure } from '../report-failure.ts'
import { createReporter } from '../reporter.ts'
import { certificateChecks } from './certificate-checks.ts'
import { clockCheck, isClockSynchronized } from './clock-check.ts'
import { type DatabaseFindings, databaseChecks } from './database-checks.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'
import { dockerChecks } from './docker-checks.ts'
import { doctorTable } from './doctor-table.ts'
import { imagesCheck } from './images-check.ts'
import { leftoverChecks } from './leftover-checks.ts'
import { machineChecks } from './machine-checks.ts'
import { mountChecks } from './mount-checks.ts'
import { nameChecks } from './name-checks.ts'
import { permissionCheck } from './permission-check.ts'
import { processChecks } from './process-checks.ts'
import { reachChecks } from './reach-checks.ts'
import { sshCheck } from './ssh-check.ts'

/** 1 when something fails; warnings alone are 0. */
export async function doctor(options: DoctorOptions): Promise<number> {
  try {
    const checks = await examine(dataFolder(options.data))
    const lines = options.json ? [JSON.stringify(checks, undefined, 2)] : doctorTable(checks)
    process.stdout.write(`${lines.join('\n')}\n`)
    return checks.some(({ status }) => status === 'fail') ? 1 : 0
  } catch (error) {
    return reportFailure(error, createReporter())
  }
}

async function examine(data: string): Promise<Diagnosis[]> {
  const config = await findInstallation(data)
  const states = config === undefined ? undefined : await processStates(config)
  const reach = chooseReach(config?.installation, {})
  const isRunning = states?.gateway !== undefined
  const addresses = isRunning ? [] : listeningAddresses(reach)
  const facts = await readMachineFacts({ dataFolder: data, port: reach.port, isRunning, addresses })
  const machine = machineChecks(facts, reach)
  if (config === undefined || states === undefined) {
    const none = diagnosis.warn('installation', `none in ${data}`, 'run "carrel up", which makes one')
    return [none, ...machine, ...(await dockerOf(facts, undefined))]
  }
  const database = await readable(config)
  return [
    diagnosis.ok('installation', `${config.installation.installationId} in ${data}`),
    ...machine,
    ...(await dockerOf(facts, config)),
    ...(await nameChecks(config)),
    ...(await reachChecks(config, Date.now())),
    ...(await certificateChecks(config, Date.now())),
    clockCheck({
      now: Date.now(),
      lastChangeAt: database.lastChangeAt,
      isSynchronized: await isClockSynchronized(),
    }),
    ...database.checks,
    ...(await processChecks(config, states)),
    await sshCheck(config),
    await permissionCheck(config.paths),
    ...(await mountChecks(config.paths, isRoot())),
    ...(await leftovers(config, facts, database.machineKeys)),
  ]
}

/** Docker's own checks, where it may be asked. */
async function dockerOf({ docker }: MachineFacts, config: Config | undefined): Promise<Diagnosis[]> {
  if (docker.kind === 'running') {
    const client = new Docker({ socketPath: docker.daemon.socketPath })
    const checks = await dockerChecks(client, isRoot())
    return config === undefined ? checks : [...checks, await imagesCheck(client, config, isRoot())]
  }
  if (docker.kind === 'forbidden') return [diagnosis.skip('docker settings', 'this account may not ask Docker')]
  if (config === undefined) return []
  return [
    diagnosis.fail(
      'docker settings',
      'Docker does not answer: running instances go on, nothing else can be started',
      'systemctl start docker, or run "carrel up", which starts it',
    ),
  ]
}

/** The database file is root's, as what is in it concerns everybody. */
async function readable(config: Config): Promise<DatabaseFindings> {
  if (isRoot() || config.installation.database !== undefined) return databaseChecks(config)
  return { checks: [diagnosis.skip('database')], lastChangeAt: undefined, machineKeys: undefined }
}

async function leftovers(
  config: Config,
  { docker }: MachineFacts,
  machineKeys: readonly string[] | undefined,
): Promise<Diagnosis[]> {
  if (docker.kind !== 'running' || machineKeys === undefined) return []
  const client = new Docker({ socketPath: config.installation.dockerSocket })
  return leftoverChecks({ docker: client, config, machineKeys, isRoot: isRoot() })
}
