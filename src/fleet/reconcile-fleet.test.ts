import { describe, expect, test } from 'vitest'
import { record } from '../../test/support/records.ts'
import { ShiftedClock } from '../base/clock.ts'
import { createLog } from '../base/log.ts'
import type { ReconcileContext } from '../control/reconcile.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { FleetSettings, FleetSpec, FleetType, NodeObserved, NodeRecord, NodeTemplate } from './fleet.ts'
import { nodeRowChanges } from './node-rows.ts'
import { reconcileFleet } from './reconcile-fleet.ts'

const template = { mounts: [] } as unknown as NodeTemplate
const settings = { installationId: 'testtest', engine: 'memory' } as FleetSettings

interface Wish {
  readonly count: number
  readonly power: FleetSpec['power']
  readonly boot: number
}

const specOf = ({ desired }: ResourceRecord<Wish>): FleetSpec => ({ engine: 'memory', template, ...desired })
const type: FleetType<Wish, { up: number }> = {
  fleetOf: specOf,
  statusOf: (_, nodes) => ({ up: nodes.filter((node) => node.observed?.phase === 'running').length }),
}

const fleet = record<Wish, { up: number }>({ id: '/w/c/one', desired: { count: 2, power: 'running', boot: 1 } })

function nodesOf(altered: (index: number) => Partial<NodeRecord> = () => ({})): NodeRecord[] {
  return nodeRowChanges(fleet, specOf(fleet), [], 'testtest').flatMap((change, index) =>
    change.kind === 'create'
      ? [
          {
            ...(record({
              id: change.id,
              type: change.type,
              parentKey: fleet.key,
              desired: change.desired,
            }) as NodeRecord),
            observed: observed('running'),
            ...altered(index),
          },
        ]
      : [],
  )
}

function observed(phase: NodeObserved['phase'], boot = 1): NodeObserved {
  const phases = [{ name: phase, startedAt: 1, ...(phase === 'running' ? { endedAt: 2 } : {}) }]
  return { phase, boot, bootId: 'b', endpoint: undefined, generation: 1, phases, cause: undefined }
}

function reconcile(row: ResourceRecord<Wish, { up: number }>, rows: readonly ResourceRecord[]) {
  const context: ReconcileContext = {
    clock: new ShiftedClock(),
    log: createLog('test', 'silent'),
    engine: () => {
      throw new Error('a fleet touches no machine')
    },
    list: async (query) => rows.filter((each) => query.type === undefined || each.type === query.type),
    get: async () => undefined,
    usage: async () => [],
    unseal: (sealed) => sealed,
    wakeOn: () => undefined,
    queue: async () => [],
  }
  return reconcileFleet(type, settings)(row, context)
}

describe('a fleet', () => {
  test('without its nodes makes them and looks again', async () => {
    const outcome = await reconcile(fleet, [])
    expect(outcome).toMatchObject({ observed: { up: 0 }, requeueAfterMs: expect.any(Number) })
    expect(outcome !== 'gone' && outcome.changes?.map(({ kind }) => kind)).toEqual(['create', 'create'])
  })

  test('with all nodes as asked is converged', async () => {
    expect(await reconcile(fleet, nodesOf())).toEqual({ observed: { up: 2 }, phases: expect.any(Array) })
  })

  test.each<[string, Partial<NodeRecord>]>([
    ['that is on its way', { observed: observed('starting') }],
    ['that runs an older boot', { observed: observed('running', 0) }],
    ['whose row has changed since', { generation: 2 }],
    ['that nobody has looked at yet', { observed: undefined, observedGeneration: 0 }],
  ])('with one %s is not, and makes no changes', async (_, altered) => {
    const outcome = await reconcile(
      fleet,
      nodesOf((index) => (index === 1 ? altered : {})),
    )
    expect(outcome).toMatchObject({ changes: [], requeueAfterMs: expect.any(Number) })
  })

  test('shows the phases of its slowest node', async () => {
    const outcome = await reconcile(
      fleet,
      nodesOf((index) => (index === 0 ? { observed: observed('settingUp') } : {})),
    )
    expect(outcome !== 'gone' && outcome.phases).toEqual([{ name: 'settingUp', startedAt: 1 }])
  })

  test('passes on the failure of a node once it has been asked to try again', async () => {
    const failure = { generation: 1, error: { code: 'NoImage', message: 'none' }, nextStep: 'build it' }
    const first = await reconcile(
      fleet,
      nodesOf((index) => (index === 0 ? { failure } : {})),
    )
    expect(first).toMatchObject({ changes: [{ kind: 'desire' }] })
    expect(first !== 'gone' && first.failure).toBeUndefined()
    const tried = nodesOf((index) => (index === 0 ? { failure } : {})).map((node) =>
      node.failure ? { ...node, desired: { ...node.desired, attempt: fleet.generation } } : node,
    )
    expect(await reconcile(fleet, tried)).toMatchObject({
      failure: { code: 'NoImage', message: 'none', nextStep: 'build it' },
      observed: { up: 2 },
    })
  })
})

describe('a fleet that is deleted', () => {
  const deleted = { ...fleet, deletedAt: 1, generation: 2 }
  const grant = record({ id: '/w/c/one/providers/a/roles/r' })

  test('asks for its nodes and for what stands beneath it to be deleted, each once', async () => {
    const nodes = nodesOf((index) => (index === 1 ? { deletedAt: 1 } : {}))
    const outcome = await reconcile(deleted, [...nodes, grant])
    expect(outcome !== 'gone' && outcome.changes).toEqual([
      { kind: 'delete', key: grant.key },
      { kind: 'delete', key: nodes[0]?.key },
    ])
  })

  test('waits for the last of them, and is gone', async () => {
    expect(await reconcile(deleted, [{ ...grant, deletedAt: 1 }])).toMatchObject({
      changes: [],
      requeueAfterMs: expect.any(Number),
    })
    expect(await reconcile(deleted, [])).toBe('gone')
  })
})
