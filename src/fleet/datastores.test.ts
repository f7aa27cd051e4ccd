import { expect, test } from 'vitest'
import { datastoreFindings } from './datastore-findings.ts'
import { type DatastoreRecord, datastoreInNodes, datastoreKey, datastoreMounts } from './datastores.ts'
import type { NodeObserved, NodeRecord } from './fleet.ts'

const key = '/ws/providers/carrel.files/datastores/images'

test('what is published and looked at is mounted, in order; what goes or was never looked at is not', () => {
  const rows = [
    row({ name: 'b' }),
    row({ name: 'a' }),
    row({ name: 'c', deletedAt: 1 }),
    row({ name: 'd', observed: undefined }),
  ]
  expect(datastoreMounts(rows, '/data').map(({ path, version }) => [path, version])).toEqual([
    ['/data/a', '1:2'],
    ['/data/b', '1:2'],
  ])
})

test('one whose folder is away keeps its place, so that nodes say that it is missing', () => {
  const [mount] = datastoreMounts([row({ observed: seen({ folder: undefined }) })], '/data')
  expect(mount).toEqual({
    path: '/data/images',
    source: { kind: 'datastore', key: datastoreKey(key) },
    isReadOnly: true,
  })
})

test.each([
  ['has it', told({}), { mounted: 1, waiting: 0, holding: 1 }],
  ['has yet to look', undefined, { mounted: 0, waiting: 1, holding: 0 }],
  ['has what lay there before', told({ version: 'old' }), { mounted: 1, waiting: 1, holding: 1 }],
  ['may still write', told({ isReadOnly: false }), { mounted: 1, waiting: 1, holding: 1 }],
  ['could not mount it', told({ fault: 'away' }), { mounted: 0, waiting: 1, holding: 1 }],
])('a running node that %s', (_what, datastores, expected) => {
  const { mounted, waiting, holding, running } = datastoreInNodes(row({}), [node({ datastores })])
  expect({ mounted, waiting: waiting.length, holding: holding.length }).toEqual(expected)
  expect(running).toBe(1)
})

test('a node that does without what is not there is not waited for, nor is one that has failed or does not run', () => {
  const away = row({ observed: seen({ folder: undefined }) })
  expect(datastoreInNodes(away, [node({ datastores: told({ version: undefined, fault: 'away' }) })]).waiting).toEqual(
    [],
  )
  const failed = { ...node({}), failure: { generation: 1, error: { code: 'X', message: '' }, nextStep: undefined } }
  const { waiting, running } = datastoreInNodes(row({}), [
    failed,
    node({ phase: 'stopped' }),
    { ...node({}), deletedAt: 1 },
  ])
  expect([waiting, running]).toEqual([[], 0])
})

test('a node tells once that it does without a datastore, anew with each boot, and that it has it again', () => {
  const away = observed({ datastores: told({ fault: 'away' }) })
  const there = observed({ datastores: told({}) })
  const causes = (before: NodeObserved | undefined, now: NodeObserved) =>
    datastoreFindings({ ...node({}), observed: before }, now).map(({ cause }) => cause)
  expect(causes(undefined, away)).toEqual(['DatastoreNotMounted'])
  expect(causes(away, away)).toEqual([])
  expect(causes(away, { ...away, bootId: 'next' })).toEqual(['DatastoreNotMounted'])
  expect(causes(away, there)).toEqual(['DatastoreMounted'])
  expect(causes(there, there)).toEqual([])
  expect(causes(undefined, { ...away, phase: 'starting' })).toEqual([])
})

function row(changes: Partial<DatastoreRecord>): DatastoreRecord {
  const desired = { hostPath: '/srv/images', isReadOnly: true, description: null }
  return { key, name: 'images', desired, observed: seen({}), deletedAt: undefined, ...changes } as DatastoreRecord
}

function seen(changes: Partial<NonNullable<DatastoreRecord['observed']>>) {
  return { folder: '1:2', fault: undefined, mounted: 0, running: 0, ...changes }
}

function told(changes: Partial<NonNullable<NodeObserved['datastores']>[number]>): NodeObserved['datastores'] {
  return [{ key: datastoreKey(key), path: '/data/images', isReadOnly: true, version: '1:2', ...changes }]
}

function observed(changes: Partial<NodeObserved>): NodeObserved {
  return { phase: 'running', bootId: 'one', ...changes } as NodeObserved
}

function node(changes: Partial<NodeObserved>): NodeRecord {
  return {
    ...{ key: '/ws/computes/one/nodes/0', parentKey: '/ws/computes/one', deletedAt: undefined, failure: undefined },
    desired: { power: 'running' },
    observed: observed(changes),
  } as NodeRecord
}
