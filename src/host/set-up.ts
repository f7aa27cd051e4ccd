// The part of `up` that needs root, phase by phase. Each phase looks first and does only what is missing, so the whole is
// quick when all is in place and goes on where an earlier attempt ended.

import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Config, pathsIn } from '../config.ts'
import { CertificateProblem } from '../identity/given-certificate.ts'
import { provideCertificates } from '../identity/provide-certificates.ts'
import { ensureNodeImage } from '../image/ensure-node-image.ts'
import { prepareSupervisor } from '../supervisor/prepare-supervisor.ts'
import { keepBootstrap, readAdmin, readPrincipal } from './admin-files.ts'
import { allowedImagesFrom } from './allowed-images-from.ts'
import { isHealthy } from './api-client.ts'
import { askForAdministrator } from './ask-for-administrator.ts'
import type { Reachable } from './choose-reach.ts'
import { codeFingerprint, recordFingerprint, startedFingerprint } from './code-fingerprint.ts'
import { bootstrap } from './control-client.ts'
import { ensureDataFolder } from './data-folder.ts'
import { ensureDockerd } from './dockerd.ts'
import { ensureVolumesMount } from './ensure-volumes-mount.ts'
import { ensureGatewayAccount } from './gateway-account.ts'
import { installPackages } from './install-packages.ts'
import { ensureInstallation } from './installation.ts'
import { offerLiveRestore } from './live-restore.ts'
import { logFile, tailOf } from './log-files.ts'
import { hasSystemd } from './machine-facts.ts'
import { userNameFor } from './names-for-user.ts'
import type { UpOptions } from './options.ts'
import type { Owner } from './owner.ts'
import { areRunning, processStates, startProcesses } from './process-control.ts'
import type { Reporter } from './reporter.ts'
import { StepFailure } from './step-failure.ts'
import { ensureStudio } from './studio/ensure-studio.ts'
import { templateLinksFrom } from './template-links-from.ts'

export interface SetUpOptions {
  readonly data: string
  readonly owner: Owner
  readonly up: UpOptions
  readonly reach: Reachable
  /** What apt has to bring; from the preflight. */
  readonly packages: readonly string[]
  readonly cacheFolder: string
  readonly reporter: Reporter
}

export interface SetUp {
  readonly config: Config
  /** The administrator's, when it was made just now. */
  readonly password: string | undefined
  /** False: they ran already, as they should. */
  readonly wereStarted: boolean
}

/** A machine that is busy takes its time; one that has failed says so in the logs. */
const patienceMs = 180_000

export async function setUp(options: SetUpOptions): Promise<SetUp> {
  const { reporter, owner, packages, data } = options
  const paths = pathsIn(data)
  if (packages.length > 0) {
    await reporter.phase(`apt: ${packages.join(' ')}`, (progress) => installPackages(packages, progress))
  }
  await reporter.phase('data folder', async () => {
    const gateway = await ensureGatewayAccount()
    await ensureDataFolder({ paths, owner, gatewayGid: gateway.gid })
    await ensureVolumesMount(paths)
  })
  const docker = await reporter.phase('docker', (progress) => ensureDockerd(paths, progress))
  if (!docker.hasLiveRestore) await offerLiveRestore({ isInteractive: isInteractive(options.up), say: reporter.say })
  const image = await reporter.phase('node image', (progress) =>
    ensureNodeImage({ docker, cacheFolder: options.cacheFolder, report: progress }),
  )
  await reporter.phase('studio', (progress) =>
    ensureStudio({ folder: paths.studio, cacheFolder: options.cacheFolder, report: progress }),
  )
  await reporter.phase('supervisor', () => prepareSupervisor({ supervisorFolder: paths.supervisor }))
  const config = await reporter.phase('configuration', async () => {
    const { reach, up } = options
    const dockerSocket = docker.socketPath
    const { database, simulateGpu, osDisk: osDiskGiB } = up
    const templateLinks = templateLinksFrom(up)
    const allowedImages = allowedImagesFrom(up)
    const made = await ensureInstallation({
      paths,
      owner,
      reach,
      database,
      simulateGpu,
      osDiskGiB,
      templateLinks,
      allowedImages,
      image,
      dockerSocket,
    })
    await provideCertificates(made).catch(unlessGiven)
    // Clients of every account that may enter the data folder need the authority; its key has a mode of its own.
    await chmod(paths.tls, 0o755)
    return made
  })
  const wereStarted = await reporter.phase('processes', (progress) => ensureProcesses(config, options.up, progress))
  return { config, password: await ensureAdministrator(config, options), wereStarted }
}

/** A given certificate was looked at before; what is wrong with one that is kept has been said. */
function unlessGiven(error: unknown): void {
  if (!(error instanceof CertificateProblem)) throw error
}

export function isInteractive(options: UpOptions): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !options.json && !options.yes
}

async function ensureProcesses(config: Config, up: UpOptions, progress: (line: string) => void): Promise<boolean> {
  const fingerprint = await codeFingerprint(config.paths)
  const caFile = join(config.paths.tls, 'ca.pem')
  const isCurrent = areRunning(await processStates(config)) && (await startedFingerprint(config.paths)) === fingerprint
  if (isCurrent && (await isHealthy(config.localEndpoint, caFile))) return false
  await startProcesses(config, up.detach && (await hasSystemd()) ? 'systemd' : 'parent')
  await recordFingerprint(config.paths, fingerprint)
  progress('waiting for the API')
  const deadline = Date.now() + patienceMs
  while (!(await isHealthy(config.localEndpoint, caFile))) {
    if (Date.now() > deadline) throw await silenceOf(config)
    await sleep(100)
  }
  return true
}

async function silenceOf({ localEndpoint, paths }: Config): Promise<StepFailure> {
  const said = await Promise.all((['server', 'gateway'] as const).map((name) => tailOf(logFile(paths, name), 3)))
  return new StepFailure(
    [`${localEndpoint} does not answer after ${patienceMs / 1000} s; last lines:`, ...said.flat()].join('\n'),
    `see "carrel logs", in ${paths.logs}`,
  )
}

/** Answers the password when it was made now. */
async function ensureAdministrator({ paths }: Config, options: SetUpOptions): Promise<string | undefined> {
  return options.reporter.phase('administrator', async () => {
    const [admin, principal] = await Promise.all([readAdmin(paths), readPrincipal(paths)])
    const userName = admin?.userName ?? userNameFor(options.owner.name)
    const made = await askForAdministrator({ admin, principal }, (reissue) =>
      bootstrap(paths.controlSocket, { userName, reissue }),
    )
    await keepBootstrap(paths, options.owner, made)
    return made.admin.password
  })
}
