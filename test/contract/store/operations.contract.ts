import { describe, expect, test } from 'vitest'
import { ada, leaseOne, minute, noon, operation, put, remove, type Subject, settlement } from './subject.ts'

export function operationsContract(subject: () => Subject): void {
  describe('operations', () => {
    test('an accepted change can be read as an operation under way', async () => {
      const { store } = subject()
      const create = operation('Create', { trigger: 'Schedule' })
      await store.accept(put('/A', { operation: create }))
      expect(await store.operation(create.id)).toEqual({
        id: create.id,
        resourceKey: '/a',
        resourceId: '/A',
        resourceType: 'test/things',
        generation: 1,
        verb: 'Create',
        actor: ada,
        trigger: 'Schedule',
        correlationId: create.correlationId,
        acceptedAt: noon,
        deadline: create.deadline,
        status: 'InProgress',
        phases: [],
        finishedAt: undefined,
        error: undefined,
        nextStep: undefined,
      })
      expect(await store.operation('none')).toBeUndefined()
    })

    test('phases are those of the last settle that had any, and stay with the outcome', async () => {
      const { store } = subject()
      const create = operation('Create')
      await store.accept(put('/a', { operation: create }))
      const phases = [
        { name: 'image', startedAt: noon, endedAt: noon + 9 },
        { name: 'boot', startedAt: noon + 9 },
      ]
      await store.settle(await leaseOne(store), settlement({ isConverged: false, dueAt: noon, phases }))
      expect(await store.operation(create.id)).toMatchObject({ status: 'InProgress', phases })
      await store.settle(await leaseOne(store), settlement())
      expect(await store.operation(create.id)).toMatchObject({ status: 'Succeeded', phases, finishedAt: noon + 1_000 })
    })

    test('all that led to a converged generation have succeeded', async () => {
      const { store } = subject()
      const [first, second] = [operation('Create'), operation('Update')]
      await store.accept(put('/a', { operation: first }))
      await store.accept(put('/a', { ifRevision: 1, operation: second }))
      await store.settle(await leaseOne(store), settlement())
      for (const { id } of [first, second]) expect(await store.operation(id)).toMatchObject({ status: 'Succeeded' })
    })

    test('a failure ends the operation with its error and the next step', async () => {
      const { store } = subject()
      const create = operation('Create')
      await store.accept(put('/a', { operation: create }))
      const error = { code: 'NoCapacity', message: 'No room.' }
      const failure = { generation: 1, error, nextStep: 'Stop something.' }
      await store.settle(await leaseOne(store), settlement({ isConverged: false, failure }))
      expect(await store.operation(create.id)).toMatchObject({ status: 'Failed', error, nextStep: 'Stop something.' })
    })

    test('one that supersedes ends those under way as canceled', async () => {
      const { store } = subject()
      const [start, stop] = [operation('Start'), operation('Stop', { supersedes: true })]
      await store.accept(put('/a', { operation: start }))
      await store.accept(put('/b'))
      await store.accept(put('/a', { ifRevision: 1, operation: stop, at: noon + 5 }))
      expect(await store.operation(start.id)).toMatchObject({
        status: 'Canceled',
        finishedAt: noon + 5,
        error: { code: 'OperationSuperseded' },
      })
      expect(await store.operation(stop.id)).toMatchObject({ status: 'InProgress' })
      expect(await store.lastOperation('/b')).toMatchObject({ status: 'InProgress' })
    })

    test('an operation ends once: a later outcome does not change the first', async () => {
      const { store } = subject()
      const create = operation('Create')
      await store.accept(put('/a', { operation: create }))
      const error = { code: 'Canceled', message: 'By Ada.' }
      await store.finishOperation(create.id, { status: 'Canceled', at: noon + 1, error, nextStep: 'Start it.' })
      await store.finishOperation(create.id, { status: 'Succeeded', at: noon + 2 })
      await store.settle(await leaseOne(store), settlement())
      expect(await store.operation(create.id)).toMatchObject({
        status: 'Canceled',
        finishedAt: noon + 1,
        error,
        nextStep: 'Start it.',
      })
    })

    test('one past its deadline fails with its row, which is due', async () => {
      const { store } = subject()
      const late = operation('Start', { deadline: noon + minute })
      await store.accept(put('/a', { operation: late }))
      await store.settle(await leaseOne(store), settlement({ isConverged: false }))
      await store.accept(put('/b'))
      expect(await store.expireOperations(noon + minute - 1)).toEqual([])
      expect(await store.expireOperations(noon + minute)).toEqual(['/a'])
      expect(await store.expireOperations(noon + minute)).toEqual([])
      const error = { code: 'OperationTimedOut' }
      expect(await store.operation(late.id)).toMatchObject({ status: 'Failed', finishedAt: noon + minute, error })
      expect(await store.get('/a')).toMatchObject({ failure: { generation: 1, error }, dueAt: noon + minute })
      expect(await store.lastOperation('/b')).toMatchObject({ status: 'InProgress' })
    })

    test('one that expires while its row is leased still fails the row', async () => {
      const { store } = subject()
      await store.accept(put('/a', { operation: operation('Start', { deadline: noon + 1 }) }))
      const lease = await leaseOne(store)
      await store.expireOperations(noon + 1)
      await store.settle(lease, settlement({ isConverged: false }))
      expect(await store.get('/a')).toMatchObject({
        failure: { error: { code: 'OperationTimedOut' } },
        dueAt: noon + 1,
      })
    })

    test('an expired operation of an older generation leaves the newer one alone', async () => {
      const { store } = subject()
      await store.accept(put('/a', { operation: operation('Start', { deadline: noon + 1 }) }))
      await store.accept(put('/a', { ifRevision: 1 }))
      expect(await store.expireOperations(noon + 1)).toEqual(['/a'])
      expect((await store.get('/a'))?.failure).toBeUndefined()
    })

    test('operations are listed newest first, a page at a time, also after their resource is gone', async () => {
      const { store } = subject()
      for (let i = 0; i < 5; i++) {
        await store.accept(
          put('/a', { ifRevision: i === 0 ? undefined : i, at: noon + i, operation: operation(`V${i}`) }),
        )
      }
      await store.accept(remove('/a', 5, { operation: undefined }))
      const first = await store.operations({ resourceKey: '/a', limit: 3 })
      expect(first.map(({ verb }) => verb)).toEqual(['V4', 'V3', 'V2'])
      const rest = await store.operations({ resourceKey: '/a', limit: 3, before: noon + 2 })
      expect(rest.map(({ verb }) => verb)).toEqual(['V1', 'V0'])
    })
  })

  describe('findings', () => {
    const findings = [{ cause: 'OsDiskLost', message: 'Made anew.', nextStep: 'Install again.' }]

    test('a finding is in the timeline, of the system’s doing, finished', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.settle(await leaseOne(store), settlement({ findings }))
      expect((await store.operations({ resourceKey: '/a', limit: 1 }))[0]).toMatchObject({
        verb: 'OsDiskLost',
        trigger: 'System',
        status: 'Succeeded',
        actor: { kind: 'System', tenantId: 't0' },
        error: { code: 'OsDiskLost', message: 'Made anew.' },
        nextStep: 'Install again.',
        acceptedAt: noon + 1_000,
        finishedAt: noon + 1_000,
      })
    })

    test('a finding may be told in the timeline of another row; when that is gone, in its own', async () => {
      const { store } = subject()
      await store.accept(put('/Fleet', { operation: undefined }))
      await store.accept(put('/Fleet/node'))
      const told = findings.map((finding) => ({ ...finding, key: '/fleet' }))
      await store.settle(await leaseOne(store), settlement({ findings: told }))
      const [finding] = await store.operations({ resourceKey: '/fleet', limit: 10 })
      expect(finding).toMatchObject({
        verb: 'OsDiskLost',
        resourceId: '/Fleet',
        resourceType: 'test/things',
        generation: 1,
      })
      expect((await store.operations({ resourceKey: '/fleet/node', limit: 10 })).map(({ verb }) => verb)).toEqual([
        'Create',
      ])

      await store.wake(['/fleet/node'], noon)
      const orphaned = findings.map((each) => ({ ...each, key: '/nobody' }))
      await store.settle(await leaseOne(store), settlement({ findings: orphaned }))
      const own = await store.operations({ resourceKey: '/fleet/node', limit: 10 })
      expect(own.map(({ verb }) => verb).toSorted()).toEqual(['Create', 'OsDiskLost'])
    })

    test('the last operation is the last thing somebody asked for, not a finding', async () => {
      const { store } = subject()
      await store.accept(put('/a', { operation: operation('Start') }))
      await store.settle(await leaseOne(store), settlement({ findings }))
      expect(await store.lastOperation('/a')).toMatchObject({ verb: 'Start' })
    })

    test('the last operations of many resources come together', async () => {
      const { store } = subject()
      for (const id of ['/a', '/b']) {
        await store.accept(put(id, { operation: operation('Create') }))
        await store.accept(put(id, { ifRevision: 1, operation: operation(`Update${id}`), at: noon + 1 }))
      }
      const absent = Array.from({ length: 1_200 }, (_, i) => `/absent/${i}`)
      const last = await store.lastOperations(['/a', ...absent, '/b'])
      expect([...last].map(([key, { verb }]) => [key, verb]).sort()).toEqual([
        ['/a', 'Update/a'],
        ['/b', 'Update/b'],
      ])
      expect(await store.lastOperations([])).toEqual(new Map())
    })
  })
}
