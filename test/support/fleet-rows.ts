// Writes what the store holds of an instance with one node, as the gateway reads it.

import type { Kysely } from 'kysely'
import { type NodeDesired, type NodeObserved, nodeType } from '../../src/fleet/fleet.ts'
import type { Failure } from '../../src/store/records.ts'
import type { ResourceRow, Tables } from '../../src/store/tables.ts'

export interface FleetFacts {
  readonly name: string
  readonly ownerId?: string
  readonly machineKey?: string
  readonly apps?: NodeDesired['template']['apps']
  readonly ssh?: NodeDesired['template']['ssh']
  readonly power?: NodeDesired['power']
  readonly observed?: Partial<NodeObserved> | null
  readonly failure?: Failure
  /** Of the fleet; it has settled generation 1. */
  readonly generation?: number
}

export function fleetKey(name: string): string {
  return `/subscriptions/s/resourcegroups/g/providers/p/workspaces/w/computes/${name.toLowerCase()}`
}

/** Again with the same name: replaces what was there. */
export async function writeFleet(db: Kysely<Tables>, facts: FleetFacts): Promise<void> {
  const { name, apps = [{ label: `${name.toLowerCase()}-lab`, channel: 'lab' }] } = facts
  const key = fleetKey(name)
  await db.deleteFrom('claims').where('resource_key', '=', key).execute()
  await db
    .deleteFrom('resources')
    .where('key', 'in', [key, `${key}/nodes/0`])
    .execute()
  const failure = facts.failure === undefined ? null : JSON.stringify(facts.failure)
  const fleet = row({ key, type: 'p/computes', name, parent_key: 'w', failure, generation: facts.generation ?? 1 })
  const node = row({
    key: `${key}/nodes/0`,
    type: nodeType,
    name: '0',
    parent_key: key,
    desired: JSON.stringify(desired(facts, apps)),
    observed: facts.observed === null ? null : JSON.stringify(observed(facts)),
    // Whoever reads a row again only when it has changed goes by this.
    generation: ++generations,
  })
  await db.insertInto('resources').values([fleet, node]).execute()
  const claims = apps.map(({ label }) => ({ kind: 'app-label', value: label, resource_key: key }))
  if (claims.length > 0) await db.insertInto('claims').values(claims).execute()
}

export async function deleteFleet(db: Kysely<Tables>, name: string): Promise<void> {
  const key = fleetKey(name)
  await db.deleteFrom('claims').where('resource_key', '=', key).execute()
  await db
    .deleteFrom('resources')
    .where('key', 'in', [key, `${key}/nodes/0`])
    .execute()
}

let generations = 0

function desired(facts: FleetFacts, apps: NodeDesired['template']['apps']): NodeDesired {
  return {
    engine: 'memory',
    machineKey: facts.machineKey ?? 'machine',
    hostname: facts.name,
    power: facts.power ?? 'running',
    boot: 1,
    attempt: 0,
    template: {
      image: 'image',
      limits: { cpus: 1, memoryBytes: 1, pids: 1, gpus: 0 },
      mounts: [],
      config: {
        user: { name: 'azureuser', uid: 1000, hasSudo: true },
        authorizedKeys: undefined,
        environment: {},
        folders: [],
        apps: ['lab'],
        origins: {},
      },
      apps,
      ownerId: facts.ownerId ?? 'ana',
      ssh: facts.ssh,
    },
  }
}

function observed(facts: FleetFacts): NodeObserved {
  return {
    phase: 'running',
    boot: 1,
    bootId: 'one',
    endpoint: { host: '127.0.0.1', port: 7070 },
    generation: 1,
    phases: [],
    cause: undefined,
    ...facts.observed,
  }
}

function row(change: Partial<ResourceRow> & Pick<ResourceRow, 'key' | 'type' | 'name' | 'parent_key'>): ResourceRow {
  return {
    id: change.key,
    desired: '{}',
    observed: null,
    generation: 1,
    observed_generation: 1,
    failure: null,
    revision: 1,
    deleted_at: null,
    created_at: 0,
    created_by: '{}',
    modified_at: 0,
    modified_by: '{}',
    due_at: null,
    fires_at: null,
    lease_token: null,
    lease_until: null,
    attempts: 0,
    quota_engine: null,
    quota_family: null,
    quota_cores: null,
    ...{ queue_key: null, queue_nodes: null, queue_priority: null, queue_attempt: null, queue_open: null },
    ...change,
  }
}
