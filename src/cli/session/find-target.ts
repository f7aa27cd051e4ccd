// Which installation a command speaks to and as whom: what was named for this call goes before what the environment says,
// that before the current profile, and that before an installation on this machine.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder, pathsIn, readConfig } from '../../config.ts'
import { readAdmin, readPrincipal } from '../../host/admin-files.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Profile } from './profile.ts'
import { currentProfileName, readProfile } from './profile-files.ts'
import type { Target } from './session.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface SessionOptions {
  readonly data?: string | undefined
  readonly profile?: string | undefined
}

export type ProgramCredentials =
  | { readonly clientId: string; readonly clientSecret: string }
  /** PEM with certificate and private key. */
  | { readonly clientId: string; readonly certificate: string }

/** How a token is got: as a program by its own credentials, or as whoever signed in to a profile. */
export type SignIn =
  | { readonly kind: 'program'; readonly credentials: ProgramCredentials }
  | { readonly kind: 'profile'; readonly profile: Profile }

export interface Found {
  readonly target: Target
  readonly signIn: SignIn
}

export async function findTarget({ data, profile }: SessionOptions, env: Environment): Promise<Found> {
  if (data !== undefined && profile !== undefined)
    throw new CliFailure('--data and --profile name two installations.', 'give one of them', exitCodes.badUsage)
  if (data !== undefined) return fromInstallation(dataFolder(data))
  const named = profile ?? env['CARREL_PROFILE']
  if (named) return fromProfile(await readProfile(named, env))
  if (env['CARREL_ENDPOINT'] && env['AZURE_CLIENT_ID']) return fromEnvironment(env)
  if (env['CARREL_DATA']) return fromInstallation(dataFolder(undefined))
  const current = await currentProfileName(env)
  if (current !== undefined) return fromProfile(await readProfile(current, env))
  if (existsSync(pathsIn(dataFolder(undefined)).config)) return fromInstallation(dataFolder(undefined))
  throw new CliFailure(
    'You are not signed in, and there is no installation on this machine.',
    'sign in with "carrel login --endpoint URL", or set up Carrel here with "carrel up"',
    exitCodes.notAllowed,
  )
}

function fromProfile(profile: Profile): Found {
  const { name, endpoint, tenantId, ca, place: kept } = profile
  const account = profile.account.name
  const place = { subscription: kept.subscription, resourceGroup: kept.resourceGroup, workspace: kept.workspace }
  return {
    target: { origin: `profile ${name}`, account, endpoint, aliases: [], tenantId, ca, place, person: undefined },
    signIn: { kind: 'profile', profile },
  }
}

async function fromEnvironment(env: Environment): Promise<Found> {
  const [endpoint, clientId, tenantId] = ['CARREL_ENDPOINT', 'AZURE_CLIENT_ID', 'AZURE_TENANT_ID'].map((name) => {
    const value = env[name]
    if (value) return value
    throw new CliFailure(`CARREL_ENDPOINT is set and ${name} is not.`, 'set both or none; "carrel env" prints them')
  }) as [string, string, string]
  const { CARREL_CA_FILE: caFile, AZURE_CLIENT_SECRET: clientSecret } = env
  const certificateFile = env['AZURE_CLIENT_CERTIFICATE_PATH']
  const credentials = clientSecret
    ? { clientId, clientSecret }
    : { clientId, certificate: await fileNamed('AZURE_CLIENT_CERTIFICATE_PATH', certificateFile) }
  const place = {
    subscription: env['AZURE_SUBSCRIPTION_ID'],
    resourceGroup: env['CARREL_RESOURCE_GROUP'],
    workspace: env['CARREL_WORKSPACE'],
  }
  const ca = caFile ? await fileNamed('CARREL_CA_FILE', caFile) : undefined
  const { origin } = new URL(endpoint)
  return {
    target: {
      origin: 'environment',
      account: clientId,
      endpoint: origin,
      aliases: [],
      tenantId,
      ca,
      place,
      person: undefined,
    },
    signIn: { kind: 'program', credentials },
  }
}

async function fileNamed(variable: string, path: string | undefined): Promise<string> {
  if (!path)
    throw new CliFailure(
      `AZURE_CLIENT_ID is set and neither AZURE_CLIENT_SECRET nor ${variable} is.`,
      'set one of them; "carrel env" prints what an installation on this machine has',
      exitCodes.notAllowed,
    )
  return readFile(path, 'utf8').catch((cause: Error) => {
    throw new CliFailure(`${variable} names a file that cannot be read: ${cause.message}`)
  })
}

async function fromInstallation(data: string): Promise<Found> {
  const config = await readConfig(data)
  const { paths, installation } = config
  const [principal, admin] = await Promise.all([readPrincipal(paths), readAdmin(paths)])
  if (principal === undefined)
    throw new CliFailure(
      `There is no principal in ${paths.admin} to sign in with.`,
      'run "carrel up", which makes one',
      exitCodes.notAllowed,
    )
  const { tenantId, subscriptionId, resourceGroup, workspace } = installation
  return {
    target: {
      origin: `installation in ${data}`,
      account: principal.clientId,
      // Loopback answers wherever the domain's name leads.
      endpoint: config.localEndpoint,
      aliases: [config.endpoint],
      tenantId,
      ca: await readFile(join(paths.tls, 'ca.pem'), 'utf8'),
      place: { subscription: subscriptionId, resourceGroup, workspace },
      person: admin && { objectId: admin.objectId, tenantId, userName: admin.userName },
    },
    signIn: { kind: 'program', credentials: principal },
  }
}
