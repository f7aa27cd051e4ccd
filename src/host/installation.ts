// Makes or reads `config.json`: who this installation is. What it was made with stays; the image follows its recipe, and
// name and address what `up` was asked for.

import { createHash, randomInt, randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Config, configFor, type Installation, installationSchema, type Paths, readConfig } from '../config.ts'
import { readRates } from '../fleet/usage/rates.ts'
import type { Reachable } from './choose-reach.ts'
import { writeOwnersFile } from './data-folder.ts'
import { listenError } from './free-ports.ts'
import { chooseNetworkRange } from './network-range.ts'
import type { Owner } from './owner.ts'
import { addressForOthers } from './reach-facts.ts'
import { StepFailure } from './step-failure.ts'

/** Undefined: the data folder holds none yet. Throws when what is there is broken. */
export async function findInstallation(data: string): Promise<Config | undefined> {
  try {
    return await readConfig(data)
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ENOENT') return undefined
    if (code !== 'EACCES') throw error
    throw new StepFailure(
      `${data} belongs to another account`,
      'run it as that account or as root, or choose another with --data',
    )
  }
}

export interface EnsureInstallationOptions {
  readonly paths: Paths
  readonly owner: Owner
  readonly reach: Reachable
  readonly database: string | undefined
  /** Undefined: as it was. */
  readonly simulateGpu: boolean | undefined
  /** Undefined: as it was. */
  readonly osDiskGiB: number | undefined
  /** What is given replaces what was. */
  readonly templateLinks: Partial<NonNullable<Installation['templateLinks']>>
  /** Undefined: as it was. */
  readonly allowedImages?: readonly string[] | undefined
  readonly image: string
  readonly dockerSocket: string
}

export async function ensureInstallation(options: EnsureInstallationOptions): Promise<Config> {
  const { paths, owner, reach, database, simulateGpu, osDiskGiB, templateLinks, allowedImages, image, dockerSocket } =
    options
  const existing = await findInstallation(paths.data)
  if (existing !== undefined) refuseOtherDatabase(existing.installation, database)
  checkRates(existing?.installation)
  const {
    listen: _listen,
    certificate: _certificate,
    ...kept
  } = existing?.installation ?? (await newInstallation(options))
  const sshAddress = await chooseSshAddress(kept, reach)
  const installation = installationSchema.parse({
    ...{ ...kept, ...reach, image, dockerSocket, sshAddress },
    ...(simulateGpu === undefined ? {} : { simulateGpu }),
    ...(osDiskGiB === undefined ? {} : { osDiskGiB }),
    ...(allowedImages === undefined ? {} : { allowedImages }),
    ...(Object.keys(templateLinks).length === 0 ? {} : { templateLinks: { ...kept.templateLinks, ...templateLinks } }),
  })
  if (!isDeepStrictEqual(installation, existing?.installation)) {
    await writeOwnersFile(paths.config, `${JSON.stringify(installation, undefined, 2)}\n`, owner)
  }
  return configFor(installation, paths.data)
}

/** The server would not start with them. */
function checkRates(installation: Installation | undefined): void {
  try {
    readRates(installation?.rates)
  } catch (error) {
    throw new StepFailure(
      String(error instanceof Error ? error.message : error),
      'GET …/vmSizes lists the sizes there are',
    )
  }
}

/** The data lives in it, so it does not change by an option. */
export function refuseOtherDatabase(installation: Installation, database: string | undefined): void {
  if (database === undefined || database === installation.database) return
  const nextStep = 'leave the option out, or make another installation with --data DIR'
  throw new StepFailure('this installation was made with another database', nextStep)
}

/** At this machine's own address for others, where it has one; else at a loopback address of the installation's own. */
export async function chooseSshAddress(
  { installationId, sshAddress }: Pick<Installation, 'installationId' | 'sshAddress'>,
  { domain, listen }: Reachable,
): Promise<string> {
  if (listen !== undefined) return addressForOthers(`carrel.${domain}`, listen, sshAddress)
  return sshAddress.startsWith('127.') ? sshAddress : ownLoopbackAddress(installationId)
}

async function newInstallation(options: EnsureInstallationOptions): Promise<Installation> {
  const { reach, database, image, dockerSocket } = options
  const installationId = newInstallationId()
  return {
    installationId,
    tenantId: randomUUID(),
    subscriptionId: randomUUID(),
    resourceGroup: 'carrel',
    workspace: 'main',
    location: 'local',
    ...reach,
    ...(database === undefined ? {} : { database }),
    engine: 'docker',
    image,
    networkRange: await chooseNetworkRange(installationId, dockerSocket),
    sshAddress: '',
    dockerSocket,
  }
}

export function newInstallationId(): string {
  const characters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length: 8 }, () => characters[randomInt(characters.length)]).join('')
}

/** A loopback address of our own, where nobody listens on the first port of SSH: of so many that two seldom meet. */
async function ownLoopbackAddress(installationId: string): Promise<string> {
  const start = createHash('sha256').update(`ssh ${installationId}`).digest().readUInt16BE(0)
  for (let step = 0; step < 254; step += 1) {
    const address = loopbackAddress(start + step)
    if ((await listenError(address, 50_000)) === undefined) return address
  }
  const nextStep = 'stop what listens there'
  throw new StepFailure(`254 addresses from ${loopbackAddress(start)} on have their port 50000 in use`, nextStep)
}

/** In 127.50.0.0/16; none ends in 0 or 255. */
function loopbackAddress(number: number): string {
  return `127.50.${Math.floor(number / 254) % 256}.${1 + (number % 254)}`
}
