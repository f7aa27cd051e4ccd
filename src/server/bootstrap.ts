// What an installation starts with: its first administrator, a principal for scripts, its subscription, and their roles.
// Done once; called again it says what there is, and makes again what was deleted.

import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { type RoleAssignment, roleAssignmentClaims, roleAssignmentType } from '../access/authorize.ts'
import { builtInRole } from '../access/roles.ts'
import { subscriptionType } from '../arm/resource-id.ts'
import type { Clock } from '../base/clock.ts'
import type { Installation } from '../config.ts'
import { bootstrapIdentity } from '../identity/bootstrap-identity.ts'
import { rememberFirstPrincipals } from '../identity/first-principals.ts'
import type { Actor } from '../store/records.ts'
import type { Claim, Store } from '../store/store.ts'
import { RevisionConflict } from '../store/store-errors.ts'
import type { Tables } from '../store/tables.ts'

export interface BootstrapOptions {
  readonly db: Kysely<Tables>
  readonly store: Store
  readonly clock: Clock
  readonly installation: Installation
}

export interface BootstrapRequest {
  readonly userName: string
  /** What was lost on the way to `admin/` and is to be made anew. */
  readonly reissue?: readonly ('password' | 'secret')[] | undefined
}

export async function bootstrap(options: BootstrapOptions, asked: BootstrapRequest) {
  const { userName, reissue = [] } = asked
  const { db, clock, installation } = options
  const { tenantId, subscriptionId, resourceGroup, workspace, location } = installation
  const made = await bootstrapIdentity(db, { userName, displayName: userName, clock, reissue })
  const { admin, principal, unknown } = made
  const subscription = `/subscriptions/${subscriptionId}`
  await ensureRow(options, {
    id: subscription,
    type: subscriptionType,
    parentKey: '',
    name: subscriptionId,
    desired: { displayName: 'Carrel', tenantId },
    claims: [],
  })
  // Once: a role that somebody took from them later is not given back.
  if (unknown.admin) await ensureOwner(options, { objectId: admin.objectId, principalType: 'User' })
  if (unknown.principal) await ensureOwner(options, { objectId: principal.objectId, principalType: 'ServicePrincipal' })
  await rememberFirstPrincipals(db, { adminId: admin.objectId, principalId: principal.objectId })
  return { tenantId, subscriptionId, resourceGroup, workspace, location, admin, principal }
}

/** Owner of everything, at the root: whoever installed it. */
async function ensureOwner(
  options: BootstrapOptions,
  owner: { objectId: string; principalType: string },
): Promise<void> {
  const rows = await options.store.list({ type: roleAssignmentType, parentKey: '' })
  if (rows.some((row) => (row.desired as RoleAssignment).principalId === owner.objectId)) return
  const name = randomUUID()
  const desired: RoleAssignment = {
    roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${builtInRole('Owner')?.id}`,
    principalId: owner.objectId,
    principalType: owner.principalType,
    scopeKey: '',
  }
  await ensureRow(options, {
    id: `/providers/${roleAssignmentType}/${name}`,
    type: roleAssignmentType,
    parentKey: '',
    name,
    desired,
    claims: roleAssignmentClaims(desired, name),
  })
}

async function ensureRow(
  { store, clock, installation }: BootstrapOptions,
  row: { id: string; type: string; parentKey: string; name: string; desired: unknown; claims: Claim[] },
): Promise<void> {
  if (await store.get(row.id.toLowerCase())) return
  const actor: Actor = { objectId: '', name: 'carrel up', kind: 'System', tenantId: installation.tenantId }
  const change = {
    ...row,
    ifRevision: undefined,
    isDelete: false,
    actor,
    at: clock.now(),
    holding: undefined,
    requireLive: [],
    operation: undefined,
  }
  await store.accept(change).catch((error: unknown) => {
    if (!(error instanceof RevisionConflict)) throw error
  })
}
