// Makes or reads `config.json`: who this installation is. What it was made with stays; only the image follows its recipe.

import { createHash, randomInt, randomUUID } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { type Config, configFor, type Installation, type Paths, readConfig } from '../config.ts'
import { writeOwnersFile } from './data-folder.ts'
import { listenError } from './free-ports.ts'
import { chooseNetworkRange } from './network-range.ts'
import type { Owner } from './owner.ts'
import { StepFailure } from './step-failure.ts'

export const defaultPort = 8443

export interface InstallationWishes {
  readonly port?: number | undefined
  readonly database?: string | undefined
}

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
  readonly wishes: InstallationWishes
  readonly image: string
  readonly dockerSocket: string
}

export async function ensureInstallation(options: EnsureInstallationOptions): Promise<Config> {
  const { paths, owner, wishes, image, dockerSocket } = options
  const existing = await findInstallation(paths.data)
  if (existing !== undefined) refuseOtherWishes(existing.installation, wishes)
  const installation: Installation =
    existing === undefined
      ? await newInstallation(wishes, image, dockerSocket)
      : { ...existing.installation, image, dockerSocket }
  if (JSON.stringify(installation) !== JSON.stringify(existing?.installation)) {
    await writeOwnersFile(`${paths.config}.new`, `${JSON.stringify(installation, undefined, 2)}\n`, owner)
    await rename(`${paths.config}.new`, paths.config)
  }
  return configFor(installation, paths.data)
}

/** Tokens, links and clients' settings name the port; the data lives in the database. Neither changes by an option. */
export function refuseOtherWishes(installation: Installation, wishes: InstallationWishes): void {
  const nextStep = 'leave the option out, or make another installation with --data DIR'
  if (wishes.port !== undefined && wishes.port !== installation.port) {
    throw new StepFailure(`this installation was made for port ${installation.port}`, nextStep)
  }
  if (wishes.database !== undefined && wishes.database !== installation.database) {
    throw new StepFailure('this installation was made with another database', nextStep)
  }
}

async function newInstallation(wishes: InstallationWishes, image: string, dockerSocket: string): Promise<Installation> {
  const installationId = newInstallationId()
  return {
    installationId,
    tenantId: randomUUID(),
    subscriptionId: randomUUID(),
    resourceGroup: 'carrel',
    workspace: 'main',
    location: 'local',
    port: wishes.port ?? defaultPort,
    domain: 'localhost',
    ...(wishes.database === undefined ? {} : { database: wishes.database }),
    engine: 'docker',
    image,
    networkRange: await chooseNetworkRange(installationId, dockerSocket),
    sshAddress: await chooseSshAddress(installationId),
    dockerSocket,
  }
}

function newInstallationId(): string {
  const characters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length: 8 }, () => characters[randomInt(characters.length)]).join('')
}

/** A loopback address of our own: 127.0.50.x, where nobody listens on the first port of SSH. */
async function chooseSshAddress(installationId: string): Promise<string> {
  const start = createHash('sha256').update(`ssh ${installationId}`).digest()[0] ?? 0
  for (let step = 0; step < 254; step += 1) {
    const address = `127.0.50.${1 + ((start + step) % 254)}`
    if ((await listenError(address, 50_000)) === undefined) return address
  }
  throw new StepFailure('every address of 127.0.50.0/24 has its port 50000 in use', 'stop what listens there')
}
