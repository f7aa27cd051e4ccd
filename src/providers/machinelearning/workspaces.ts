// Workspaces: what instances, files and people's rights stand in. What they refer to is kept and shown.

import { derivedGuid } from '../../arm/derived-guid.ts'
import type { KeySource } from '../../arm/derived-keys.ts'
import { moveFault, requireLocation } from '../../arm/locations.ts'
import { readIdentity, shownIdentity } from '../../arm/managed-identity.ts'
import { mergePatch } from '../../arm/merge-patch.ts'
import { readBody } from '../../arm/read-body.ts'
import { resourceType } from '../../arm/resource-type.ts'
import type { Envelope } from '../../arm/wire.ts'
import { ArmError } from '../../base/errors.ts'
import { deleteContents } from '../../control/delete-contents.ts'
import { shareKey } from './computes/fleet-of.ts'
import { diagnoseWorkspace } from './workspaces/diagnose-workspace.ts'
import type { Workspace } from './workspaces/workspace.ts'
import { listStorageAccountKeys, listWorkspaceKeys, resyncKeys } from './workspaces/workspace-keys.ts'
import { keptProperties, shownProperties, workspaceProperties } from './workspaces/workspace-properties.ts'
import { readWorkspaceKind, readWorkspaceSku } from './workspaces/workspace-sku.ts'

const minutes = 60_000
const workspaceType = 'Microsoft.MachineLearningServices/workspaces'

export interface WorkspaceSettings {
  readonly tenantId: string
  readonly endpoint: string
  /** Deletes the workspace's files; absent is success. */
  removeShare(key: string): Promise<void>
}

/** The api-versions that have `creationTime` are older than this, those that have `kind` no older than that. */
const creationTimeUntil = '2021-01-01'
const kindSince = '2023-01-01'

export function workspaces(settings: WorkspaceSettings, keys: KeySource) {
  return resourceType<Workspace>({
    type: workspaceType,
    apiVersions: [
      '2018-03-01-preview',
      '2018-11-19',
      '2019-06-01',
      '2020-01-01',
      '2020-03-01',
      '2021-01-01',
      '2021-07-01',
      '2022-05-01',
      '2022-10-01',
      '2022-12-01-preview',
      '2023-04-01',
      '2023-08-01-preview',
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
    actions: {
      listKeys: listWorkspaceKeys(keys),
      listStorageAccountKeys: listStorageAccountKeys(keys),
      resyncKeys,
      diagnose: diagnoseWorkspace,
    },

    parse({ body, name, previous }) {
      if (!/^[A-Za-z0-9][\w-]{2,32}$/.test(name)) {
        throw new ArmError(
          400,
          'InvalidWorkspaceName',
          `The workspace name '${name}' is not valid: 3 to 33 letters, digits, '-' or '_', starting with a letter or digit.`,
          { target: 'name' },
        )
      }
      const properties: Record<string, unknown> = readBody(workspaceProperties, body.properties ?? {}, 'properties')
      const identity = readIdentity(body.identity)
      return {
        location: requireLocation(body.location ?? previous?.desired.location, workspaceType),
        tags: body.tags ?? {},
        friendlyName: textOf(properties['friendlyName']) ?? name,
        description: textOf(properties['description']),
        ...(identity === undefined ? {} : { identity }),
        sku: readWorkspaceSku(body.sku),
        kind: readWorkspaceKind(body.kind),
        accepted: keptProperties(properties),
      }
    },

    patched: ({ desired }, body) => patchedBody(desired, body),

    admit(next, { previous }) {
      const fault = previous && moveFault('workspace', previous.desired.location, next.location)
      return fault ? [fault] : []
    },

    render({ record, apiVersion }) {
      const { desired } = record
      const workspaceId = derivedGuid(`workspace ${record.key}`)
      return {
        sku: desired.sku,
        ...(apiVersion >= kindSince ? { kind: desired.kind } : {}),
        identity: desired.identity && shownIdentity(desired.identity, settings.tenantId),
        properties: {
          friendlyName: desired.friendlyName,
          description: desired.description,
          workspaceId,
          tenantId: settings.tenantId,
          discoveryUrl: `${settings.endpoint}/discovery/workspaces/${workspaceId}`,
          ...(apiVersion < creationTimeUntil ? { creationTime: new Date(record.createdAt).toISOString() } : {}),
          ...shownProperties(desired.accepted, apiVersion),
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

/** Tags are replaced as a whole; of the rest, what is named. */
function patchedBody(desired: Workspace, { tags, sku, kind, identity, properties }: Envelope): Envelope {
  const { friendlyName, description, accepted } = desired
  const before = { friendlyName, description, ...accepted }
  const { identity: own } = desired
  return {
    location: desired.location,
    tags: tags ?? desired.tags ?? {},
    sku: sku ?? (desired.sku as NonNullable<Envelope['sku']>),
    kind: kind ?? desired.kind,
    properties: mergePatch(before, properties ?? {}),
    identity:
      own && identity ? mergePatch(shownIdentity(own, ''), identity) : (identity ?? (own && shownIdentity(own, ''))),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
