// Computes are of two kinds under one type: instances and clusters. This puts the two declarations together: each request is
// answered by the kind of what it is about, and what one kind alone can do is refused for the other, by name.

import { type Action, type PutInput, type ResourceType, resourceType, type View } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import type { PoolObserved } from '../../../fleet/pool/pool.ts'
import type { ResourceRecord } from '../../../store/records.ts'
import { type AmlCluster, isAmlCluster } from './amlcompute/aml-cluster.ts'
import type { AmlDeclaration } from './amlcompute/aml-compute.ts'
import type { Compute, ComputeStatus } from './model.ts'

type Either = Compute | AmlCluster
type Seen = ComputeStatus | PoolObserved
type Instances = ResourceType<Compute, ComputeStatus>

export function computeKinds(instances: Instances, clusters: AmlDeclaration) {
  const { fleet, firing, reconcile: _none, ...common } = instances
  if (fleet === undefined || firing === undefined) throw new Error('an instance has machines and schedules')
  return resourceType<Either, Seen>({
    ...common,
    parse(input) {
      const isCluster = asksForCluster(input)
      requireSameKind(input, isCluster)
      return isCluster ? clusters.parse(input as PutInput<AmlCluster>) : instances.parse(input as PutInput<Compute>)
    },
    admit: (next, input) =>
      isAmlCluster(next)
        ? clusters.admit(next, input as PutInput<AmlCluster>)
        : (instances.admit?.(next, input as PutInput<Compute>) ?? []),
    complete: async (desired, workspaceKey, isNew) =>
      isAmlCluster(desired)
        ? clusters.complete(desired, workspaceKey, isNew)
        : ((await instances.complete?.(desired, workspaceKey, isNew)) ?? desired),
    extraTimeMs: (desired) => (isAmlCluster(desired) ? 0 : (instances.extraTimeMs?.(desired) ?? 0)),
    patched: (record, body) =>
      isCluster(record) ? clusters.patched(record, body) : instances.patched?.(instanceOf(record), body),
    render: (view) =>
      isCluster(view.record)
        ? clusters.render({ ...view, record: view.record })
        : instances.render({ ...view, record: instanceOf(view.record) }),
    actions: {
      ...mapped(instances.actions, (name, action) => onlyFor(action, (record) => instanceFault(name, record))),
      ...mapped(clusters.actions, (name, action) => onlyFor(action, (record) => clusterFault(name, record))),
    },
    fleet: {
      fleetOf: (record, settings, beside) =>
        isCluster(record)
          ? clusters.fleet.fleetOf(record, settings, beside)
          : fleet.fleetOf(instanceOf(record), settings, beside),
      statusOf: (record, nodes, pool) =>
        isCluster(record) ? clusters.fleet.statusOf(record, nodes, pool) : fleet.statusOf(instanceOf(record), nodes),
      besideOf: (record) => (isCluster(record) ? undefined : fleet.besideOf?.(instanceOf(record))),
    },
    firing: {
      next: (desired, after) => (isAmlCluster(desired) ? undefined : firing.next(desired, after)),
      fire: (record, now) =>
        isCluster(record)
          ? { desired: record.desired, firesAt: undefined, steps: [], findings: [] }
          : firing.fire(instanceOf(record), now),
    },
    holdingOf: (desired) => (isAmlCluster(desired) ? undefined : instances.holdingOf?.(desired)),
    claimsOf: (desired, name, key) =>
      isAmlCluster(desired) ? clusters.claimsOf(desired, name, key) : (instances.claimsOf?.(desired, name, key) ?? []),
    appOwnerId: (desired) => (isAmlCluster(desired) ? '' : (instances.appOwnerId?.(desired) ?? '')),
    appLabelsOf: (record) => (isCluster(record) ? [] : (instances.appLabelsOf?.(instanceOf(record)) ?? [])),
  })
}

function isCluster(record: ResourceRecord<Either, Seen>): record is ResourceRecord<AmlCluster, PoolObserved> {
  return isAmlCluster(record.desired)
}

function instanceOf(record: ResourceRecord<Either, Seen>): ResourceRecord<Compute, ComputeStatus> {
  return record as ResourceRecord<Compute, ComputeStatus>
}

function asksForCluster({ body }: PutInput<Either>): boolean {
  const asked = body.properties?.['computeType']
  return typeof asked === 'string' && asked.toLowerCase() === 'amlcompute'
}

function requireSameKind({ previous }: PutInput<Either>, isCluster: boolean): void {
  if (previous === undefined || isAmlCluster(previous.desired) === isCluster) return
  const [is, asked] = isCluster ? ['ComputeInstance', 'AmlCompute'] : ['AmlCompute', 'ComputeInstance']
  throw new ArmError(
    400,
    'PropertyChangeNotAllowed',
    `The compute is of computeType '${is}' and cannot become '${asked}'. Choose another name, or delete it first.`,
    { target: 'properties.computeType' },
  )
}

// biome-ignore lint/suspicious/noExplicitAny: an action is handed the records of its own kind alone
type AnyAction = Action<any, any>

function mapped(
  actions: Readonly<Record<string, AnyAction>> | undefined,
  change: (name: string, action: AnyAction) => AnyAction,
): Record<string, AnyAction> {
  return Object.fromEntries(Object.entries(actions ?? {}).map(([name, action]) => [name, change(name, action)]))
}

function onlyFor(action: AnyAction, fault: (record: ResourceRecord<Either, Seen>) => ArmError | undefined): AnyAction {
  if (action.kind === 'change') return { ...action, refuse: (record) => fault(record) ?? action.refuse?.(record) }
  return {
    ...action,
    async answer(view: View<Either, Seen>, context) {
      const refusal = fault(view.record)
      if (refusal) throw refusal
      return action.answer(view, context)
    },
  }
}

function instanceFault(name: string, record: ResourceRecord<Either, Seen>): ArmError | undefined {
  if (!isCluster(record)) return undefined
  return new ArmError(
    400,
    'ComputeTypeNotSupported',
    `'${name}' is for compute instances, and '${record.name}' is an AmlCompute. It starts and stops nodes by itself: PATCH its scaleSettings to have more or fewer.`,
  )
}

function clusterFault(name: string, record: ResourceRecord<Either, Seen>): ArmError | undefined {
  if (isCluster(record)) return undefined
  return new ArmError(
    400,
    'ComputeTypeNotSupported',
    `'${name}' is for clusters, and '${record.name}' is a compute instance of one node.`,
  )
}
