// Drift and orphans, found by one sweep of an engine's machines compared with the rows in memory. Rows that differ become
// due; a machine of ours without a row gets one that is already deleted, so that the ordinary reconcile removes it.
// Its storage stays: such a machine is left over from a database older than it, and a home cannot be made again.

import type { Engine, MachineStatus, SidecarStatus } from '../engine/engine.ts'
import type { Store } from '../store/store.ts'
import { type NodeDesired, type NodeRecord, nodeType } from './fleet.ts'

export interface Sweep {
  readonly engineName: string
  readonly engine: Engine
  readonly store: Store
  readonly now: number
}

/** A node whose machine really runs. */
export interface RunningNode {
  readonly node: NodeRecord
  readonly bootId: string
}

/**
 * Machines are listed before rows: a row is always older than its machine, so a machine without a row is an orphan, or
 * has just been removed, and removing what is gone is harmless.
 */
export async function sweepDrift({
  engineName,
  engine,
  store,
  now,
}: Sweep): Promise<{ drifted: string[]; orphans: string[]; running: RunningNode[] }> {
  const machines = new Map<string, MachineStatus>()
  for await (const machine of engine.listMachines()) machines.set(machine.key, machine)
  const rows = ((await store.list({ type: nodeType })) as NodeRecord[]).filter(
    (row) => row.desired.engine === engineName,
  )

  const drifted = rows.filter((row) => hasDrifted(row, machines.get(row.desired.machineKey))).map((row) => row.key)
  await store.wake(drifted, now)
  const running = rows.flatMap((row) => runningNode(row, machines.get(row.desired.machineKey)))
  for (const row of rows) machines.delete(row.desired.machineKey)
  const orphans = [...machines.values()]
  for (const orphan of orphans) await adopt(store, { engineName, orphan, now })
  return { drifted, orphans: orphans.map((orphan) => orphan.nodeId), running }
}

function runningNode(node: NodeRecord, machine: MachineStatus | undefined): RunningNode[] {
  return machine?.phase === 'running' && machine.bootId !== undefined ? [{ node, bootId: machine.bootId }] : []
}

function hasDrifted(row: NodeRecord, machine: MachineStatus | undefined): boolean {
  if (row.dueAt !== undefined) return false
  if (row.desired.power === 'stopped') return machine !== undefined && machine.phase !== 'stopped'
  if (machine?.phase !== 'running' || machine.bootId !== row.observed?.bootId) return true
  return namesOf(row.observed?.sidecars) !== namesOf(machine.sidecars)
}

function namesOf(sidecars: readonly SidecarStatus[] = []): string {
  const running = sidecars.filter(({ phase }) => phase === 'running')
  return JSON.stringify(running.map(({ name }) => name).sort())
}

async function adopt(store: Store, found: { engineName: string; orphan: MachineStatus; now: number }): Promise<void> {
  const { orphan, now, engineName } = found
  const desired: Partial<NodeDesired> = {
    engine: engineName,
    machineKey: orphan.key,
    power: 'stopped',
    boot: 0,
    keepsVolume: true,
  }
  await store.accept({
    id: `/orphans/${orphan.key}`,
    type: nodeType,
    parentKey: '/orphans',
    name: orphan.key,
    ifRevision: undefined,
    desired,
    isDelete: true,
    actor: { objectId: '', name: 'Carrel', kind: 'System', tenantId: '' },
    at: now,
    holding: undefined,
    claims: [],
    requireLive: [],
    operation: {
      id: `orphan-${orphan.key}-${now}`,
      verb: 'RemoveOrphan',
      trigger: 'System',
      correlationId: '',
      deadline: now + 600_000,
      supersedes: false,
      isInstant: false,
    },
  })
}
