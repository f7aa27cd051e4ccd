// Brings one node's machine to what its row asks for. The only caller of ensureMachine, stopMachine and removeMachine.

import { canonicalJson } from '../base/json.ts'
import type { Outcome, ReconcileContext } from '../control/reconcile.ts'
import type { MachineStatus } from '../engine/engine.ts'
import type { Phase } from '../store/records.ts'
import type { Change, Finding } from '../store/store.ts'
import { datastoreFindings } from './datastore-findings.ts'
import type { NodeObserved, NodePhase, NodeRecord, NodeSetupSeen } from './fleet.ts'
import { runningScript, setupSeen } from './node-setup.ts'
import { nodeStatus } from './node-status.ts'
import { sidecarFindings } from './sidecar-findings.ts'

/** A node that is on its way is looked at this often; the supervisor's own phases are about this fine. */
const lookAgainMs = 50
const slowestLookMs = 1_000
/** As long as a busy machine may keep a supervisor from answering. */
const silenceMs = 60_000
const upPhases: readonly NodePhase[] = ['running', 'creationScript', 'startupScript']
/** What runs beside a node may have to be fetched first. */
const sidecarsLookMs = 250

export async function reconcileNode(node: NodeRecord, context: ReconcileContext): Promise<Outcome<NodeObserved>> {
  if (node.deletedAt !== undefined) return removeNode(node, context)
  if (node.desired.power === 'stopped') return stopNode(node, context)
  return startNode(node, context)
}

async function startNode(node: NodeRecord, context: ReconcileContext): Promise<Outcome<NodeObserved>> {
  const { desired } = node
  const engine = context.engine(desired.engine)
  const machine = await engine.ensureMachine({
    key: desired.machineKey,
    nodeId: node.id,
    hostname: desired.hostname,
    image: desired.template.image,
    boot: desired.boot,
    limits: desired.template.limits,
    mounts: desired.template.mounts,
    mountFolders: desired.template.mountFolders,
    network: desired.template.network,
    cluster: desired.template.cluster,
    config: desired.template.config,
    sidecars: desired.template.sidecars,
  })
  if (machine.phase !== 'running' || machine.boot !== desired.boot)
    return under(node, context, { phase: startPhase(machine), machine })
  const status = await nodeStatus(engine, desired.machineKey)
  if (status === undefined && isUp(node, machine)) return silent(node, context, machine)
  if (status?.bootId !== machine.bootId) return under(node, context, { phase: 'starting', machine })
  if (!status?.ready) return under(node, context, { phase: 'settingUp', machine })
  const { sshHostKeys, offers } = status
  const told = { machine, sshHostKeys, offers, setup: setupSeen(node, status, context.clock.now()) }
  const script = await runningScript(node, status, { engine, unseal: context.unseal })
  if (script !== undefined) return under(node, context, { phase: `${script}Script`, ...told })
  const isPreparing = machine.sidecars?.some(({ phase }) => phase === 'preparing') === true
  return (isPreparing ? under : reached)(node, context, { phase: 'running', ...told })
}

function isUp({ observed }: NodeRecord, { bootId }: MachineStatus): boolean {
  return bootId !== undefined && observed?.bootId === bootId && upPhases.includes(observed.phase)
}

/** A node that is up and says nothing for a moment is busy. One that goes on so starts, which has its deadline. */
function silent(node: NodeRecord, context: ReconcileContext, machine: MachineStatus): Outcome<NodeObserved> {
  const now = context.clock.now()
  const { phase = 'starting', silentSince = now } = node.observed ?? {}
  return now - silentSince < silenceMs
    ? under(node, context, { phase, machine, silentSince })
    : under(node, context, { phase: 'starting', machine })
}

async function stopNode(node: NodeRecord, context: ReconcileContext): Promise<Outcome<NodeObserved>> {
  const machine = await context.engine(node.desired.engine).stopMachine(node.desired.machineKey)
  const isStopped = machine === undefined || machine.phase === 'stopped'
  return isStopped
    ? reached(node, context, { phase: 'stopped', machine })
    : under(node, context, { phase: 'stopping', machine })
}

async function removeNode(node: NodeRecord, context: ReconcileContext): Promise<Outcome<NodeObserved>> {
  const engine = context.engine(node.desired.engine)
  const isGone = await engine.removeMachine(node.desired.machineKey)
  if (!isGone) return under(node, context, { phase: 'removing', machine: undefined })
  if (!node.desired.keepsVolume) await engine.removeVolume(node.desired.machineKey)
  return 'gone'
}

function startPhase(machine: MachineStatus): NodePhase {
  return machine.phase === 'creating' ? 'creating' : machine.phase === 'stopping' ? 'stopping' : 'starting'
}

interface Seen {
  readonly phase: NodePhase
  readonly machine: MachineStatus | undefined
  readonly sshHostKeys?: readonly string[]
  readonly setup?: NodeSetupSeen | undefined
  readonly offers?: readonly string[] | undefined
  readonly silentSince?: number
}

function under(node: NodeRecord, context: ReconcileContext, seen: Seen): Outcome<NodeObserved> {
  const outcome = told(node, context, seen)
  return { ...outcome, requeueAfterMs: lookAgainAfter(outcome.observed, context.clock.now()) }
}

/** A script may take its time: it is looked at less often the longer it runs. */
function lookAgainAfter({ phase, phases }: NodeObserved, now: number): number {
  if (phase === 'running') return sidecarsLookMs
  if (phase !== 'creationScript' && phase !== 'startupScript') return lookAgainMs
  const ranMs = now - (phases.at(-1)?.startedAt ?? now)
  return Math.min(Math.max(lookAgainMs, ranMs / 20), slowestLookMs)
}

function reached(node: NodeRecord, context: ReconcileContext, seen: Seen): Outcome<NodeObserved> {
  return told(node, context, seen)
}

/** The fleet is woken when there is something new to tell it, and whenever the node has arrived. */
function told(node: NodeRecord, context: ReconcileContext, seen: Seen) {
  const before = node.observed
  const observed: NodeObserved = {
    phase: seen.phase,
    boot: seen.machine?.boot ?? before?.boot ?? 0,
    bootId: seen.machine?.bootId,
    endpoint: seen.machine?.endpoint,
    generation: node.generation,
    phases: nextPhases(node, seen.phase, context.clock.now()),
    cause: seen.machine?.cause,
    sshHostKeys: seen.sshHostKeys ?? before?.sshHostKeys ?? [],
    setup: 'setup' in seen ? seen.setup : before?.setup,
    offers: seen.offers ?? before?.offers,
    sidecars: seen.machine?.sidecars,
    datastores: seen.machine?.datastores,
    silentSince: seen.silentSince,
  }
  const hasChanged =
    before?.phase !== observed.phase ||
    before.bootId !== observed.bootId ||
    node.observedGeneration !== node.generation ||
    canonicalJson(before.sidecars) !== canonicalJson(observed.sidecars)
  const changes: Change[] = hasChanged ? [{ kind: 'wake', key: node.parentKey }] : []
  return {
    observed,
    changes,
    findings: [...findings(node, observed), ...sidecarFindings(node, observed), ...datastoreFindings(node, observed)],
  }
}

/** Phases begin anew with each generation and each drift, and are closed when the node has arrived. */
function nextPhases(node: NodeRecord, phase: NodePhase, now: number): Phase[] {
  const before = node.observed?.generation === node.generation ? node.observed.phases : []
  const last = before.at(-1)
  const isUnderWay = last !== undefined && last.endedAt === undefined
  if (phase === node.desired.power)
    return isUnderWay ? [...before.slice(0, -1), { ...last, endedAt: now }] : [...before]
  if (!isUnderWay) return [...beginning(node, phase, now), { name: phase, startedAt: now }]
  if (last.name === phase) return [...before]
  return [...before.slice(0, -1), { ...last, endedAt: now }, { name: phase, startedAt: now }]
}

/** From the change of the row to the first look: queueing, and whatever the first step took. Drift has no such beginning. */
function beginning(node: NodeRecord, phase: NodePhase, now: number): Phase[] {
  const isDrift = node.observed?.generation === node.generation
  return isDrift || phase === 'creating' ? [] : [{ name: 'preparing', startedAt: node.modifiedAt, endedAt: now }]
}

const causes: Readonly<Record<string, string>> = {
  OsDiskLost: 'The machine was gone; it was made again from its image. The home folder is intact.',
  OutOfMemory: 'The machine ran out of memory and was stopped.',
  Exited: 'The machine stopped by itself.',
}

/** Told once for each time it happened, in the fleet's timeline: it is the fleet that people look at. */
function findings({ observed: before, parentKey }: NodeRecord, now: NodeObserved): Finding[] {
  const isAnotherTime = before?.phase === 'running' && before.bootId !== now.bootId
  if (now.cause === undefined || (now.cause === before?.cause && !isAnotherTime)) return []
  return [{ key: parentKey, cause: now.cause, message: causes[now.cause] ?? now.cause }]
}
