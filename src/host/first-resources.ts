// Resource group, workspace and the first compute instance, made as anybody would make them: by PUT on the API.

import { totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { appOrigin } from '../identity/identity-hosts.ts'
import { type Admin, readAdmin, writeAdmin } from './admin-files.ts'
import type { ApiAnswer, ApiClient } from './api-client.ts'
import { instanceNameFor } from './names-for-user.ts'
import type { Owner } from './owner.ts'
import { ensureSshKey, type SshKey } from './ssh-key.ts'

const groupVersion = '2021-04-01'
const mlVersion = '2024-10-01'
const settled = new Set(['Succeeded', 'Failed', 'Canceled'])
/** Below this, half a machine is what a first instance may take. */
const smallHostBytes = 12 * 1024 ** 3

export interface FirstInstance {
  readonly name: string
  readonly jupyterUrl: string
  /** The command that opens a shell in it; null: it has no SSH. */
  readonly ssh: string | null
}

export interface FirstResourcesOptions {
  readonly config: Config
  readonly client: ApiClient
  readonly owner: Owner
  readonly progress: (status: string) => void
}

/** Makes what is missing; what is there is left as it is. */
export async function ensureWorkspace({ config, client, progress }: FirstResourcesOptions): Promise<void> {
  const { location } = config.installation
  const group = `${groupId(config)}?api-version=${groupVersion}`
  if (!(await exists(client, group))) await client.complete(group, { location }, progress)
  const workspace = `${workspaceId(config)}?api-version=${mlVersion}`
  if (!(await exists(client, workspace))) await client.complete(workspace, { location, properties: {} }, progress)
}

/** Answers the first instance; undefined when it was made once and somebody has deleted it since. */
export async function ensureFirstInstance(options: FirstResourcesOptions): Promise<FirstInstance | undefined> {
  const { config, client, owner, progress } = options
  const admin = await readAdmin(config.paths)
  if (admin === undefined) throw new Error(`${config.paths.admin} does not say who the administrator is`)
  const name = admin.instance ?? instanceNameFor(admin.userName)
  const path = `${workspaceId(config)}/computes/${name}?api-version=${mlVersion}`
  const key = await ensureSshKey(config.paths, owner)
  const state = await settledState(client, path, progress)
  if (state === undefined && admin.instance !== undefined) return undefined
  // What failed is asked for again: the same body is a new attempt.
  if (state === undefined || state === 'Failed' || state === 'Canceled') {
    await client.complete(path, instanceBody(config, admin, key), progress)
  }
  if (admin.instance === undefined) await writeAdmin(config.paths, owner, { ...admin, instance: name })
  const answer = await client.send('GET', path)
  return describe(config, name, sshCommand(answer.body, key))
}

function instanceBody(config: Config, admin: Admin, key: SshKey): unknown {
  return {
    location: config.installation.location,
    properties: {
      computeType: 'ComputeInstance',
      properties: {
        vmSize: totalmem() < smallHostBytes ? 'Standard_DS1_v2' : 'Standard_D2s_v3',
        sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: key.publicKey },
        personalComputeInstanceSettings: {
          assignedUser: { objectId: admin.objectId, tenantId: config.installation.tenantId },
        },
      },
    },
  }
}

function describe(config: Config, name: string, ssh: string | null): FirstInstance {
  return { name, jupyterUrl: `${appOrigin(config, `${name.toLowerCase()}-lab`)}/lab`, ssh }
}

const sshSchema = z.object({
  properties: z.object({
    properties: z.object({
      sshSettings: z.object({ adminUserName: z.string(), sshPort: z.int() }),
      connectivityEndpoints: z.object({ publicIpAddress: z.string() }),
    }),
  }),
})

function sshCommand(body: unknown, key: SshKey): string | null {
  const { data } = sshSchema.safeParse(body)
  if (data === undefined) return null
  const { sshSettings, connectivityEndpoints } = data.properties.properties
  const identity = key.identityFile === undefined ? '' : `-i '${key.identityFile.replaceAll("'", `'\\''`)}' `
  return `ssh ${identity}-p ${sshSettings.sshPort} ${sshSettings.adminUserName}@${connectivityEndpoints.publicIpAddress}`
}

/** Waits for what an earlier attempt began. Undefined: there is no such resource. */
async function settledState(
  client: ApiClient,
  path: string,
  progress: (status: string) => void,
): Promise<string | undefined> {
  for (;;) {
    const state = provisioningState(await client.send('GET', path))
    if (state === undefined || settled.has(state)) return state
    progress(state)
    await sleep(250)
  }
}

function provisioningState({ status, body }: ApiAnswer): string | undefined {
  if (status === 404) return undefined
  const { data } = z.object({ properties: z.object({ provisioningState: z.string() }) }).safeParse(body)
  if (data === undefined) throw new Error(`the instance cannot be looked at: the API answered ${status}`)
  return data.properties.provisioningState
}

async function exists(client: ApiClient, path: string): Promise<boolean> {
  const { status } = await client.send('GET', path)
  if (status === 200) return true
  if (status === 404) return false
  throw new Error(`GET ${path} was answered with ${status}`)
}

function groupId({ installation }: Config): string {
  return `/subscriptions/${installation.subscriptionId}/resourceGroups/${installation.resourceGroup}`
}

function workspaceId(config: Config): string {
  return `${groupId(config)}/providers/Microsoft.MachineLearningServices/workspaces/${config.installation.workspace}`
}
