import { createHash } from 'node:crypto'
import { z } from 'zod'
import { requireLocation } from '../../arm/locations.ts'
import { readBody } from '../../arm/read-body.ts'
import { type ArmDesired, resourceType } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import { deleteContents } from '../../control/delete-contents.ts'
import { shareKey } from './computes/fleet-of.ts'

const minutes = 60_000
const workspaceType = 'Microsoft.MachineLearningServices/workspaces'

/** Stored and shown as sent; without effect (`docs/compatibility.md`). */
const accepted = {
  storageAccount: z.string().nullish(),
  keyVault: z.string().nullish(),
  applicationInsights: z.string().nullish(),
  containerRegistry: z.string().nullish(),
  hbiWorkspace: z.boolean().nullish(),
  publicNetworkAccess: z.string().nullish(),
  allowPublicAccessWhenBehindVnet: z.boolean().nullish(),
  v1LegacyMode: z.boolean().nullish(),
  imageBuildCompute: z.string().nullish(),
  primaryUserAssignedIdentity: z.string().nullish(),
  systemDatastoresAuthMode: z.string().nullish(),
  enableDataIsolation: z.boolean().nullish(),
}

const readOnly = [
  'provisioningState',
  'workspaceId',
  'discoveryUrl',
  'mlFlowTrackingUri',
  'creationTime',
  'storageHnsEnabled',
  'notebookInfo',
  'privateLinkCount',
  'serviceProvisionedResourceGroup',
  'tenantId',
  'tags',
] as const

const propertiesSchema = z.strictObject({
  friendlyName: z.string().max(256).nullish(),
  description: z.string().max(4096).nullish(),
  ...accepted,
  ...Object.fromEntries(readOnly.map((name) => [name, z.unknown().optional()])),
})

interface Workspace extends ArmDesired {
  readonly location: string
  readonly friendlyName: string | null
  readonly description: string | null
  readonly hasIdentity: boolean
  readonly sku: unknown
  readonly kind: string
  readonly accepted: Readonly<Record<string, unknown>>
}

export interface WorkspaceSettings {
  readonly tenantId: string
  readonly endpoint: string
  /** Deletes the workspace's files; absent is success. */
  removeShare(key: string): Promise<void>
}

/** The api-versions that have `creationTime` are older than this, those that have `kind` no older than that. */
const creationTimeUntil = '2021-01-01'
const kindSince = '2023-01-01'

export function workspaces(settings: WorkspaceSettings) {
  return resourceType<Workspace>({
    type: workspaceType,
    apiVersions: [
      '2018-11-19',
      '2020-01-01',
      '2020-03-01',
      '2021-07-01',
      '2022-05-01',
      '2022-10-01',
      '2023-04-01',
      '2023-10-01',
      '2024-04-01',
      '2024-10-01',
    ],
    home: 'group',
    isTracked: true,
    isCompleteAsWritten: true,
    createdStatus: 200,
    topLevel: ['identity', 'sku', 'kind'],
    verbs: ['get', 'list', 'put', 'patch', 'delete'],
    deadlinesMs: { create: 2 * minutes, update: 2 * minutes, delete: 30 * minutes },

    parse({ body, name, previous }) {
      if (!/^[A-Za-z0-9][\w-]{2,32}$/.test(name)) {
        throw new ArmError(
          400,
          'InvalidWorkspaceName',
          `The workspace name '${name}' is not valid: 3 to 33 letters, digits, '-' or '_', starting with a letter or digit.`,
          { target: 'name' },
        )
      }
      const properties: Record<string, unknown> = readBody(propertiesSchema, body.properties ?? {}, 'properties')
      return {
        location: requireLocation(body.location ?? previous?.desired.location, workspaceType),
        tags: body.tags ?? {},
        friendlyName: textOf(properties['friendlyName']) ?? name,
        description: textOf(properties['description']),
        hasIdentity: body.identity !== null && body.identity !== undefined,
        sku: body.sku ?? { name: 'Basic', tier: 'Basic' },
        kind: body.kind ?? 'Default',
        accepted: Object.fromEntries(
          Object.keys(accepted).flatMap((key) =>
            properties[key] === undefined || properties[key] === null ? [] : [[key, properties[key]]],
          ),
        ),
      }
    },

    admit(next, { previous }) {
      if (!previous || previous.desired.location === next.location) return []
      return [
        {
          code: 'InvalidResourceLocation',
          target: 'location',
          message: `The workspace is in '${previous.desired.location}' and cannot be moved to '${next.location}'.`,
        },
      ]
    },

    render({ record, apiVersion }) {
      const { desired } = record
      const workspaceId = guidOf(record.key)
      return {
        sku: desired.sku,
        ...(apiVersion >= kindSince ? { kind: desired.kind } : {}),
        identity: desired.hasIdentity
          ? { type: 'SystemAssigned', tenantId: settings.tenantId, principalId: null }
          : undefined,
        properties: {
          friendlyName: desired.friendlyName,
          description: desired.description,
          workspaceId,
          tenantId: settings.tenantId,
          discoveryUrl: `${settings.endpoint}/discovery/workspaces/${workspaceId}`,
          ...(apiVersion < creationTimeUntil ? { creationTime: new Date(record.createdAt).toISOString() } : {}),
          ...desired.accepted,
        },
      }
    },

    /** Its computes go first, then its files. */
    async reconcile(workspace, context) {
      if (workspace.deletedAt === undefined) return { observed: {} }
      const step = await deleteContents(workspace, context)
      if (step) return step
      await settings.removeShare(shareKey(workspace.key))
      return 'gone'
    },
  })
}

/** The workspace's own id: the same for as long as it keeps its address. */
function guidOf(key: string): string {
  const hex = createHash('sha256').update(`workspace ${key}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
