// Keeps the nodes of a pool at what is asked for and what its jobs need, as far as there are cores. Whoever removes a node
// also frees what it held; whoever wants one and finds no room says so and goes on trying.

import type { ReconcileContext } from '../../control/reconcile.ts'
import type { Mount } from '../../engine/engine.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Change, Finding } from '../../store/store.ts'
import type { FleetSpec, NodeRecord } from '../fleet.ts'
import { changedNodes } from '../node-rows.ts'
import { busyNodes, isTooLarge, keptPlacements, neededNodes, placeJobs } from '../place-jobs.ts'
import { besideUnusable } from './beside-unusable.ts'
import { newNodes } from './new-nodes.ts'
import type { Placements, PoolJob, PoolSpec, PoolStatus } from './pool.ts'
import { quotaError } from './pool-errors.ts'
import { withHistory } from './pool-history.ts'
import { poolStatus, statesOf } from './pool-status.ts'
import { longestLowPriorityMs, type Preempted, preempted } from './preempted.ts'
import { roomFor } from './room.ts'
import { wantedNodes } from './wanted-nodes.ts'
import { nextRemovalAt, type Surplus, whomToRemove } from './whom-to-remove.ts'
import { withMounts } from './with-mounts.ts'

export interface PoolAtWork {
  readonly spec: FleetSpec
  readonly pool: PoolSpec
  readonly nodes: readonly NodeRecord[]
  readonly jobs: readonly PoolJob[]
  /** What nodes mount for the jobs with these keys alone, by key of the job. */
  mountsOfJobs(keys: readonly string[]): Promise<ReadonlyMap<string, readonly Mount[]>>
  /** Undefined: nobody has looked at it yet. */
  readonly before: PoolStatus | undefined
  readonly installationId: string
}

export interface PoolStep {
  readonly status: PoolStatus
  readonly changes: readonly Change[]
  readonly findings: readonly Finding[]
  /** Undefined: not until woken. */
  readonly lookAgainMs: number | undefined
}

/** Nodes wake their pool; this is for a wake that was lost, and for cores that others free. */
const backstopMs = 2_000
const lowPriorityMs = 1_000

export async function reconcilePool(
  fleet: ResourceRecord,
  work: PoolAtWork,
  context: ReconcileContext,
): Promise<PoolStep> {
  const { spec, pool, nodes, jobs, before } = work
  const now = context.clock.now()
  const had = keptPlacements(jobs, before?.placements)
  const states = statesOf({ nodes, busy: busyNodes(had), before, now })
  const present = nodes.filter(({ deletedAt }) => deletedAt === undefined)
  const taken = pool.priority === 'lowPriority' ? await preempted(present, spec.engine, context) : []
  const staying = present.filter((node) => !taken.some((each) => each.node === node))
  const needed = neededNodes(jobs, had, pool.scale)
  const target = wantedNodes(pool.scale, needed, before === undefined)
  const seen = { scale: pool.scale, nodes: staying, states, now }
  const surplus: Surplus = { ...seen, wanted: target }
  const { beside, replaced, nextAt } = besideUnusable({ ...seen, needed, busy: busyNodes(had) })
  const leaving = [...new Set([...whomToRemove(surplus), ...replaced])]
  const missing = Math.max(0, target - staying.length, beside)
  const room = missing === 0 ? undefined : await roomFor(spec.engine, pool, context)
  const added = newNodes(fleet, { ...work, count: Math.min(missing, room?.nodes ?? 0) })
  const shortage = room && room.nodes < missing ? quotaError(missing - room.nodes, room.limit) : undefined
  const isOnItsWay = present.some((node) => !hasArrived(node))
  const isResizing = added.length + leaving.length + taken.length > 0 || present.length < nodes.length || isOnItsWay
  const isAuto = pool.scale.kind === 'auto'
  const kept = staying.filter((node) => !leaving.includes(node))
  const free = kept.filter(({ name }) => states[name]?.state === 'idle')
  const placements = placeJobs({ jobs, kept: had, scale: pool.scale, free: oldestFirst(free), now })
  const mounts = await work.mountsOfJobs(Object.keys(placements))
  const look = { nodes, busy: busyNodes(placements), before, now }
  const status = poolStatus(look, statesOf(look), {
    target: isAuto ? Math.max(target, kept.length) : target,
    // Some that are to go wait for what they do.
    isResizing: isResizing || (!isAuto && kept.length > target),
    shortage,
  })
  const waiting = jobs.filter(({ key, mayStart }) => mayStart && placements[key] === undefined).length
  return {
    status: withHistory({ ...status, placements, waiting }, before?.history, now),
    changes: [
      ...jobsToTell(work, had, placements).map(({ key }) => ({ kind: 'wake' as const, key })),
      ...changedNodes(
        fleet,
        spec,
        withMounts(withPorts(kept, { pool, nodes }), mounts, placements),
        work.installationId,
      ),
      ...[...taken.map(({ node }) => node), ...leaving].map(({ key }) => ({ kind: 'delete' as const, key })),
      ...added,
    ],
    findings: findingsOf(taken, { before, shortage }),
    lookAgainMs: earliest([
      isResizing || shortage ? backstopMs : undefined,
      soonest(nextRemovalAt({ ...surplus, nodes: kept }), now),
      soonest(nextAt, now),
      ...(pool.priority === 'lowPriority' && (nodes.length > 0 || missing > 0) ? [lowPriorityMs] : []),
      ...(pool.priority === 'lowPriority' ? staying.map((node) => node.createdAt + longestLowPriorityMs - now) : []),
    ]),
  }
}

function oldestFirst(nodes: readonly NodeRecord[]): NodeRecord[] {
  return nodes.toSorted((a, b) => a.createdAt - b.createdAt || (a.key < b.key ? -1 : 1))
}

/** Those that have just got a place, and those that never will. */
function jobsToTell({ jobs, pool }: PoolAtWork, had: Placements, now: Placements): PoolJob[] {
  return jobs.filter((job) => {
    const isNew = now[job.key] !== undefined && had[job.key] === undefined
    return isNew || (job.mayStart && now[job.key] === undefined && isTooLarge(job, pool.scale))
  })
}

/** A node whose port is its pool's no more gets another of it. */
function withPorts(
  kept: readonly NodeRecord[],
  { pool, nodes }: Pick<PoolAtWork, 'pool' | 'nodes'>,
): (NodeRecord & { newPort?: number })[] {
  const ports = pool.ssh?.ports ?? []
  const used = new Set(nodes.map(({ desired }) => desired.template.ssh?.port))
  const free = ports.filter((port) => !used.has(port))
  return kept.map((node) => {
    const port = node.desired.template.ssh?.port
    const next = port === undefined || ports.includes(port) ? undefined : free.shift()
    return next === undefined ? node : { ...node, newPort: next }
  })
}

/** It was allocated, whatever became of it. */
function hasArrived({ observed, failure, generation }: NodeRecord): boolean {
  const { phase } = observed ?? {}
  return (
    failure?.generation === generation || phase === 'running' || phase === 'creationScript' || phase === 'startupScript'
  )
}

function findingsOf(
  taken: readonly Preempted[],
  { before, shortage }: { before: PoolStatus | undefined; shortage: PoolStatus['errors'][number] | undefined },
): Finding[] {
  const isTold = before?.errors.some(({ code }) => code === shortage?.code)
  return [
    ...taken.map(({ message }) => ({ cause: 'Preempted', message })),
    ...(shortage && !isTold ? [{ cause: shortage.code, message: shortage.message }] : []),
  ]
}

function soonest(at: number | undefined, now: number): number | undefined {
  return at === undefined ? undefined : Math.max(0, at - now)
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.max(50, Math.min(...known))
}
