import { describe, expect, test } from 'vitest'
import { record } from '../../test/support/records.ts'
import type { FleetSpec, NodeDesired, NodeRecord, NodeTemplate } from './fleet.ts'
import { machineKey, nodeRowChanges } from './node-rows.ts'

const template: NodeTemplate = {
  image: 'image',
  limits: { cpus: 1, memoryBytes: 1, pids: 1, gpus: 0 },
  mounts: [
    { path: '/home', source: { kind: 'volume', key: '{node}' }, isReadOnly: false },
    { path: '/code', source: { kind: 'share', key: 'share' }, isReadOnly: false },
  ],
  config: {
    user: { name: 'azureuser', uid: 1000, hasSudo: true },
    authorizedKeys: undefined,
    environment: {},
    folders: [],
    apps: ['lab'],
    origins: {},
  },
  apps: [],
  ownerId: 'ana',
  ssh: undefined,
}
const spec: FleetSpec = { engine: 'memory', count: 1, power: 'running', boot: 1, template }
const fleet = record({ id: '/w/computes/One', generation: 4 })

function changes(wanted: FleetSpec, nodes: readonly NodeRecord[] = []) {
  return nodeRowChanges(fleet, wanted, nodes, 'testtest')
}

/** The rows that a spec leads to. */
function rowsOf(wanted: FleetSpec): NodeRecord[] {
  return changes(wanted).flatMap((change) =>
    change.kind === 'create'
      ? [
          record({
            id: change.id,
            type: change.type,
            parentKey: change.parentKey,
            desired: change.desired,
          }) as NodeRecord,
        ]
      : [],
  )
}

describe('the rows of a fleet', () => {
  test('are made where they are missing, with keys that follow from installation and id alone', () => {
    const [first, second] = rowsOf({ ...spec, count: 2 })
    expect(first).toMatchObject({ key: '/w/computes/one/nodes/0', parentKey: fleet.key })
    expect(first?.desired).toMatchObject({ power: 'running', boot: 1, attempt: 0, hostname: 'one-0' })
    expect(first?.desired.machineKey).toBe(machineKey('testtest', '/W/COMPUTES/ONE/NODES/0'))
    expect(first?.desired.machineKey).toMatch(/^c-testtest-[0-9a-f]{16}$/)
    expect(second?.desired.machineKey).not.toBe(first?.desired.machineKey)
    expect(machineKey('other123', fleet.id)).not.toBe(machineKey('testtest', fleet.id))
  })

  test('of one node have the fleet’s name as host name, and their own volume', () => {
    const [only] = rowsOf(spec)
    expect(only?.desired.hostname).toBe('one')
    expect(only?.desired.template.mounts.map(({ source }) => source.key)).toEqual([only?.desired.machineKey, 'share'])
  })

  test('are left alone when they are as they should be, also when their keys are in another order', () => {
    const [node] = rowsOf(spec)
    const shuffled = node && {
      ...node,
      desired: Object.fromEntries(Object.entries(node.desired).toReversed()) as unknown as NodeDesired,
    }
    expect(changes(spec, shuffled ? [shuffled] : [])).toEqual([])
  })

  test.each<[string, Partial<FleetSpec>]>([
    ['power', { power: 'stopped' }],
    ['boot', { boot: 2 }],
    ['template', { template: { ...template, image: 'other' } }],
  ])('are altered when %s is another', (_, change) => {
    const wanted = { ...spec, ...change }
    expect(changes(wanted, rowsOf(spec))).toEqual([
      { kind: 'desire', key: '/w/computes/one/nodes/0', desired: expect.objectContaining({ attempt: 0 }) },
    ])
  })

  test('beyond the count are deleted, once', () => {
    const nodes = rowsOf({ ...spec, count: 3 })
    const leaving = nodes.map((node, index) => (index === 2 ? { ...node, deletedAt: 1 } : node))
    expect(changes({ ...spec, count: 1 }, leaving).filter(({ kind }) => kind === 'delete')).toEqual([
      { kind: 'delete', key: '/w/computes/one/nodes/1' },
    ])
  })

  test('that failed are asked to try again once for each change of the fleet', () => {
    const failure = { generation: 1, error: { code: 'x', message: 'x' }, nextStep: undefined }
    const failed = rowsOf(spec).map((node) => ({ ...node, failure }))
    const [change] = changes(spec, failed)
    expect(change).toMatchObject({ kind: 'desire', desired: { attempt: fleet.generation } })
    const again = failed.map((node) => ({ ...node, desired: { ...node.desired, attempt: fleet.generation } }))
    expect(changes(spec, again)).toEqual([])
  })
})
