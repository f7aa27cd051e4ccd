// Keeps a fleet's node rows at what its type asks for, and tells what they add up to. It touches no machine: rows are all
// it changes, and `reconcile-node.ts` brings each to life.

import { deletionsOf } from '../control/delete-contents.ts'
import type { Outcome, Progress, Reconcile, ReconcileContext } from '../control/reconcile.ts'
import type { Phase, ResourceRecord } from '../store/records.ts'
import { type FleetSettings, type FleetSpec, type FleetType, type NodeRecord, nodeType } from './fleet.ts'
import { nodeRowChanges } from './node-rows.ts'
import { setupFailure } from './node-setup.ts'
import type { PoolObserved } from './pool/pool.ts'
import { type PoolAtWork, type PoolStep, reconcilePool } from './pool/reconcile-pool.ts'

/** Nodes wake their fleet when they change; this is only for a wake that was lost. */
const backstopMs = 2_000

export function reconcileFleet<D, O>(type: FleetType<D, O>, settings: FleetSettings): Reconcile<D, O> {
  return async (fleet, context) => {
    const nodes = (await context.list({ type: nodeType, parentKey: fleet.key })) as NodeRecord[]
    const observed = type.statusOf(fleet, nodes)
    const phases = phasesOf(nodes)
    if (fleet.deletedAt !== undefined) {
      // Whoever waits for a place here, or has one, has to be told.
      const jobs = (await type.queueOf?.(fleet, context)) ?? []
      const wakes = jobs.map(({ key }) => ({ kind: 'wake' as const, key }))
      return removeContents({ observed, phases, changes: wakes }, nodes, await context.list({ underKey: fleet.key }))
    }

    const asked = type.besideOf?.(fleet)
    const beside = asked === undefined ? [] : await context.list(asked)
    const spec = type.fleetOf(fleet, settings, beside)
    if (spec.pool === undefined) return fixedFleet(fleet, { spec, nodes, observed }, settings)
    const step = await poolStep(type, fleet, { spec, pool: spec.pool, nodes, settings, context })
    const { status, changes, findings, lookAgainMs } = step
    const again = lookAgainMs === undefined ? {} : { requeueAfterMs: lookAgainMs, isTrue: true }
    return { observed: type.statusOf(fleet, nodes, status), changes, findings, ...again }
  }
}

interface FixedFleet<O> {
  readonly spec: FleetSpec
  readonly nodes: readonly NodeRecord[]
  readonly observed: O
}

/** As many nodes as its count, each for good. */
function fixedFleet<O>(
  fleet: ResourceRecord,
  { spec, nodes, observed }: FixedFleet<O>,
  settings: FleetSettings,
): Progress<O> {
  const phases = phasesOf(nodes)
  const changes = nodeRowChanges(fleet, spec, nodes, settings.installationId)
  const failure = changes.length === 0 ? failureOf(nodes) : undefined
  if (failure) return { observed, phases, failure }
  if (changes.length > 0 || !nodes.every((node) => isAsDesired(node, spec))) {
    return { observed, phases, changes, requeueAfterMs: backstopMs }
  }
  // The nodes are there: what failed is only what was to be run in one.
  const fault = nodes
    .filter((node) => node.observed?.phase === 'running')
    .map((node) => setupFailure(node.observed, fleet))
    .find((each) => each !== undefined)
  return { observed, phases, ...(fault === undefined ? {} : { failure: fault }) }
}

async function poolStep<D, O>(
  type: FleetType<D, O>,
  fleet: ResourceRecord<D, O>,
  work: Pick<PoolAtWork, 'spec' | 'pool' | 'nodes'> & { settings: FleetSettings; context: ReconcileContext },
): Promise<PoolStep> {
  const { settings, context, ...asked } = work
  const jobs = (await type.queueOf?.(fleet, context)) ?? []
  const before = (fleet.observed as PoolObserved | undefined)?.pool
  const mountsOfJobs = async (keys: readonly string[]) => (await type.mountsOfJobs?.(keys, context)) ?? new Map()
  const { installationId } = settings
  return reconcilePool(fleet, { ...asked, jobs, mountsOfJobs, before, installationId }, context)
}

/** Its nodes, and what was granted or made beneath it: the next of the same name must not inherit it. */
function removeContents<O>(
  progress: Progress<O>,
  nodes: readonly NodeRecord[],
  inside: readonly ResourceRecord[],
): Outcome<O> {
  if (inside.length === 0) return 'gone'
  const living = nodes.filter((node) => node.deletedAt === undefined)
  return {
    ...progress,
    changes: [
      ...(progress.changes ?? []),
      ...deletionsOf(inside),
      ...living.map((node) => ({ kind: 'delete' as const, key: node.key })),
    ],
    requeueAfterMs: backstopMs,
  }
}

/** A node that drifted is not as desired, although its generation was once seen to be true. */
function isAsDesired(node: NodeRecord, spec: FleetSpec): boolean {
  return (
    node.observedGeneration === node.generation &&
    node.observed?.phase === spec.power &&
    (spec.power === 'stopped' || node.observed.boot === spec.boot)
  )
}

function failureOf(nodes: readonly NodeRecord[]): { code: string; message: string; nextStep?: string } | undefined {
  const failed = nodes.find((node) => node.failure?.generation === node.generation)
  if (!failed?.failure) return undefined
  const { error, nextStep } = failed.failure
  return { code: error.code, message: error.message, ...(nextStep === undefined ? {} : { nextStep }) }
}

/** One node: its own phases. Many: the slowest, since that is what the fleet waits for. */
function phasesOf(nodes: readonly NodeRecord[]): readonly Phase[] {
  const each = nodes.map((node) => node.observed?.phases ?? [])
  return each.reduce((longest, phases) => (endOf(phases) > endOf(longest) ? phases : longest), [])
}

function endOf(phases: readonly Phase[]): number {
  const last = phases.at(-1)
  return last ? (last.endedAt ?? Number.POSITIVE_INFINITY) : 0
}
