// `carrel up`: from a bare machine to a running JupyterLab, and in a moment when all of it is there already. Looks at the
// machine first, then asks for rights once, then works in phases; see `set-up.ts`.

import { homedir } from 'node:os'
import { join } from 'node:path'
import { listeningAddresses } from '../base/listening-addresses.ts'
import { type Turn, takeTurn } from '../base/take-turn.ts'
import { type Config, dataFolder } from '../config.ts'
import { passwordFile, readAdmin, readPrincipal } from './admin-files.ts'
import { createApiClient, isHealthy } from './api-client.ts'
import { checkCertificate } from './check-certificate.ts'
import { chooseReach, isSameReach, type Reachable } from './choose-reach.ts'
import { codeFingerprint, startedFingerprint } from './code-fingerprint.ts'
import { elevate } from './elevate.ts'
import { ensureFirstInstance, ensureWorkspace } from './first-resources.ts'
import { followLogs } from './follow-logs.ts'
import { formatLogLine } from './format-log-line.ts'
import { chooseSshAddress, findInstallation, refuseOtherDatabase } from './installation.ts'
import { logFile } from './log-files.ts'
import { readMachineFacts } from './machine-facts.ts'
import { offerLauncher } from './offer-launcher.ts'
import type { UpOptions } from './options.ts'
import { isElevated, isRoot, type Owner, ownerOf } from './owner.ts'
import { missingPackages, type PreflightRow, preflight } from './preflight.ts'
import { preflightTable } from './preflight-table.ts'
import { areRunning, processStates, stopProcesses } from './process-control.ts'
import { refuseForeignAddress } from './reach-facts.ts'
import { changeNotes, reachNotes } from './reach-notes.ts'
import { isRegistryReachable } from './registry.ts'
import { reportFailure } from './report-failure.ts'
import { createReporter, type Reporter } from './reporter.ts'
import { isInteractive, type SetUp, setUp } from './set-up.ts'
import { StepFailure } from './step-failure.ts'
import { resultLines, type UpResult } from './up-result.ts'

export async function up(options: UpOptions): Promise<number> {
  const reporter = createReporter()
  try {
    return await run(options, reporter)
  } catch (error) {
    return reportFailure(error, reporter)
  }
}

async function run(options: UpOptions, reporter: Reporter): Promise<number> {
  const data = dataFolder(options.data)
  await using turn = isRoot() && options.install ? await takeTurn(data, reporter.say) : undefined
  const present = await findInstallation(data)
  const reach = chooseReach(present?.installation, options)
  refuseForeignAddress(reach.listen)
  if (present !== undefined) refuseOtherDatabase(present.installation, options.database)
  const owner = await ownerOf(data)
  if (
    options.install &&
    isKeptAsItIs(present, reach, options) &&
    asksForNoOther(present, options) &&
    (await isInPlace(present))
  ) {
    return finish(
      { config: present, password: undefined, wereStarted: false },
      { present, options, owner, reporter, turn },
    )
  }
  const found = await look(data, present, reach)
  if (!isElevated()) for (const line of preflightTable(found.rows)) reporter.say(line)
  const isBlocked = found.rows.some((row) => row.status === 'block')
  if (!options.install) return isBlocked || found.rows.some((row) => row.status === 'do') ? 1 : 0
  if (isBlocked) throw new StepFailure('this machine is not ready, see above', 'mend what is marked ✗ and run it again')
  if (!isRoot()) return elevate({ dataFolder: data, reason: reasonFor(found), say: reporter.say })
  await checkCertificate(reach, { isKept: isKeptAsItIs(present, reach, options), say: reporter.say })
  const cacheFolder = process.env['CARREL_CACHE'] ?? join(homedir(), '.cache', 'carrel')
  const done = await setUp({ data, owner, up: options, reach, packages: found.packages, cacheFolder, reporter })
  return finish(done, { present, options, owner, reporter, turn })
}

/** It is there, and nobody asked for another address or to look at a certificate. */
function isKeptAsItIs(present: Config | undefined, reach: Reachable, { tlsCert }: UpOptions): present is Config {
  return present !== undefined && isSameReach(present.installation, reach) && typeof tlsCert !== 'string'
}

/** What is asked for without saying where is true already; of templates and images any word may be news. */
function asksForNoOther({ installation }: Config, options: UpOptions): boolean {
  const { simulateGpu = installation.simulateGpu, osDisk = installation.osDiskGiB } = options
  const { templateMirror, privateTemplates, allowImages } = options
  const isSameGpu = (simulateGpu ?? false) === (installation.simulateGpu ?? false)
  const isSameNode = isSameGpu && osDisk === installation.osDiskGiB
  return isSameNode && [templateMirror, privateTemplates, allowImages].every((each) => each === undefined)
}

/** Everything runs, from the code that is here, and answers: nothing needs rights. */
async function isInPlace(config: Config): Promise<boolean> {
  const { paths, installation } = config
  if ((await chooseSshAddress(installation, installation)) !== installation.sshAddress) return false
  const [admin, principal] = await Promise.all([readAdmin(paths), readPrincipal(paths)])
  if (admin === undefined || principal === undefined || !areRunning(await processStates(config))) return false
  const isCurrent = (await startedFingerprint(paths)) === (await codeFingerprint(paths))
  return isCurrent && isHealthy(config.localEndpoint, join(paths.tls, 'ca.pem'))
}

interface Findings {
  readonly rows: readonly PreflightRow[]
  readonly packages: readonly string[]
}

async function look(data: string, present: Config | undefined, reach: Reachable): Promise<Findings> {
  const states = present === undefined ? undefined : await processStates(present)
  const isRunning = states?.gateway !== undefined
  const ours = isRunning && present !== undefined ? listeningAddresses(present.installation) : []
  const addresses = listeningAddresses(reach).filter(({ port }) => !ours.some((each) => each.port === port))
  const facts = await readMachineFacts({ dataFolder: data, port: reach.port, isRunning, addresses })
  const isAsked = facts.hasImage !== true && !facts.hasMmdebstrap
  const { port, domain, listen } = reach
  const asked = { port, domain, listen, isRegistryReachable: isAsked ? await isRegistryReachable() : undefined }
  return { rows: preflight(facts, asked), packages: missingPackages(facts, asked) }
}

function reasonFor(found: Findings): string {
  const packages = found.packages.length === 0 ? '' : `install ${found.packages.join(' ')} with apt, `
  return `to ${packages}use Docker, mount the nodes' folders and start the server.`
}

interface FinishOptions {
  /** As it was before. */
  readonly present: Config | undefined
  readonly options: UpOptions
  readonly owner: Owner
  readonly reporter: Reporter
  /** Undefined: what is there was only looked at. */
  readonly turn: Turn | undefined
}

async function finish(done: SetUp, finishing: FinishOptions): Promise<number> {
  const { config } = done
  const { present, options, owner, reporter, turn } = finishing
  const result = await ensureResources(config, finishing)
  turn?.end()
  for (const line of [...changeNotes(present, config), ...(await reachNotes(config))]) reporter.say(line)
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } else {
    const shown = {
      signInUrl: config.browserEndpoint,
      password: done.password,
      installation: config.installation,
      sshConnection: process.env['SSH_CONNECTION'],
      account: owner.name,
    }
    process.stdout.write(`${resultLines(result, shown).join('\n')}\n`)
    await offerLauncher({ owner, isInteractive: isInteractive(options), isAgreed: options.yes, say: reporter.say })
  }
  if (options.detach) return 0
  if (!done.wereStarted) {
    reporter.say('It was running already; "carrel logs -f" shows it, "carrel down" stops it.')
    return 0
  }
  return stayInForeground(config, reporter)
}

async function ensureResources(config: Config, { options, owner, reporter }: FinishOptions): Promise<UpResult> {
  const { installation, paths, endpoint, localEndpoint } = config
  const caFile = join(paths.tls, 'ca.pem')
  const [admin, principal] = await Promise.all([readAdmin(paths), readPrincipal(paths)])
  if (admin === undefined || principal === undefined) throw new Error(`${paths.admin} is incomplete`)
  const { tenantId, subscriptionId, resourceGroup, workspace, location } = installation
  const client = await createApiClient(localEndpoint, caFile, { tenantId, ...principal })
  await reporter.phase('workspace', (progress) => ensureWorkspace({ config, client, owner, progress }))
  const instance = options.instance
    ? await reporter.phase('first instance', (progress) => ensureFirstInstance({ config, client, owner, progress }))
    : undefined
  return {
    endpoint,
    caFile,
    tenantId,
    subscriptionId,
    resourceGroup,
    workspace,
    location,
    admin: { userName: admin.userName, passwordFile: passwordFile(paths), objectId: admin.objectId },
    principal,
    instance: instance ?? null,
  }
}

/** Shows the logs until the terminal says stop or goes away; instances go on. */
async function stayInForeground(config: Config, reporter: Reporter): Promise<number> {
  reporter.say('Running; Ctrl-C stops it, instances go on. With --detach it stays.')
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort())
  const files = new Map((['server', 'gateway'] as const).map((name) => [name, logFile(config.paths, name)]))
  const onLine = (name: string, line: string) => reporter.say(formatLogLine(name, line))
  await followLogs({ files, onLine, signal: stopping.signal })
  await reporter.phase('stopping', () => stopProcesses(config))
  return 0
}
