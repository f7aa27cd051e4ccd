// What a workspace is asked for beside its names: stored and shown as sent, without effect (`docs/compatibility.md`), each
// from the api-version on that has it. What would promise something that is not kept is refused by name.

import { z } from 'zod'
import { flag, oneOf } from '../../../arm/scalars.ts'

interface Accepted {
  readonly schema: z.ZodType
  /** True: it can only say what is so anyway, and is not kept. */
  readonly isSaidOnly?: boolean
  /** The first api-version that shows it; all unless given. */
  readonly since?: string
}

const link = z.string().max(2_000)
const word = z.string().max(256)
const managedNetwork = z.looseObject({
  isolationMode: z
    .string()
    .refine((mode) => mode.toLowerCase() === 'disabled', "must be 'Disabled': managed networks are not offered"),
})

const accepted: Readonly<Record<string, Accepted>> = {
  storageAccount: { schema: link },
  keyVault: { schema: link },
  applicationInsights: { schema: link },
  containerRegistry: { schema: link },
  hbiWorkspace: { schema: flag },
  imageBuildCompute: { schema: word },
  allowPublicAccessWhenBehindVnet: { schema: flag },
  publicNetworkAccess: { schema: oneOf(['Enabled', 'Disabled']), since: '2021-07-01' },
  primaryUserAssignedIdentity: { schema: link, since: '2021-07-01' },
  serviceManagedResourcesSettings: { schema: z.looseObject({}), since: '2021-07-01' },
  v1LegacyMode: { schema: flag, since: '2022-05-01' },
  systemDatastoresAuthMode: { schema: word, since: '2024-10-01' },
  enableDataIsolation: { schema: flag, since: '2023-10-01' },
  managedNetwork: { schema: managedNetwork, since: '2023-08-01' },
  serverlessComputeSettings: { schema: z.looseObject({}), since: '2023-08-01' },
  softDeleteEnabled: { schema: never('true', 'a workspace is gone when it is deleted'), isSaidOnly: true },
  allowRecoverSoftDeletedWorkspace: { schema: flag, isSaidOnly: true },
  allowRoleAssignmentOnRG: { schema: flag, since: '2024-10-01' },
  provisionNetworkNow: { schema: never('true', 'managed networks are not offered'), isSaidOnly: true },
}

/** Sent empty by clients that know them; anything in them is refused. */
const emptyOnly: Readonly<Record<string, string>> = {
  adbWorkspace: 'Databricks workspaces are not offered',
  sharedPrivateLinkResources: 'private links are not offered',
  networkAcls: 'rules for addresses are not offered',
  ipAllowlist: 'rules for addresses are not offered',
  hubResourceId: 'hubs are not offered',
  workspaceHubConfig: 'hubs are not offered',
  existingWorkspaces: 'hubs are not offered',
  associatedWorkspaces: 'hubs are not offered',
  featureStoreSettings: 'feature stores are not offered',
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
  'privateEndpointConnections',
  'serviceProvisionedResourceGroup',
  'tenantId',
  'tags',
]

/** Empty text and empty lists are how clients say "none". */
const noEncryption = z
  .looseObject({ status: z.string().nullish() })
  .refine(
    ({ status }) => (status ?? 'Disabled').toLowerCase() !== 'enabled',
    "must be disabled: encryption with keys of one's own is not offered",
  )

export const workspaceProperties = z.strictObject({
  friendlyName: z.string().max(256).nullish(),
  description: z.string().max(4096).nullish(),
  encryption: noEncryption.nullish(),
  ...Object.fromEntries(Object.entries(accepted).map(([name, { schema }]) => [name, emptyOr(schema)])),
  ...Object.fromEntries(Object.entries(emptyOnly).map(([name, words]) => [name, onlyEmpty(words)])),
  ...Object.fromEntries(readOnly.map((name) => [name, z.unknown().optional()])),
})

/** Of what was read, what is kept. */
export function keptProperties(read: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(accepted).filter(([name, { isSaidOnly }]) => !isSaidOnly && !isEmpty(read[name]))
  return Object.fromEntries(kept.map(([name]) => [name, read[name]]))
}

export function shownProperties(kept: Readonly<Record<string, unknown>>, apiVersion: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kept).filter(([name]) => (accepted[name]?.since ?? '') <= apiVersion))
}

function emptyOr(schema: z.ZodType) {
  return z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional()).optional()
}

function onlyEmpty(words: string) {
  return z.unknown().refine(isEmpty, words).optional()
}

function never(value: string, why: string) {
  return flag.refine((found) => String(found) !== value, `cannot be ${value}: ${why}`)
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}
