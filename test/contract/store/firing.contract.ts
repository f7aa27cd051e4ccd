import { describe, expect, test } from 'vitest'
import type { ResourceRecord } from '../../../src/store/records.ts'
import type { Firing, FiringStep } from '../../../src/store/store.ts'
import { minute, noon, operation, put, remove, type Subject, settlement } from './subject.ts'

const stop: FiringStep = { verb: 'Stop', isChange: true, deadlineMs: 5 * minute }
const start: FiringStep = { verb: 'Start', isChange: true, deadlineMs: 5 * minute }

function firing(altered: Partial<Firing> = {}): Firing {
  return { desired: { power: 'off' }, firesAt: undefined, steps: [stop], findings: [], ...altered }
}

export function firingContract(subject: () => Subject): void {
  describe('firing', () => {
    test('accepts what is due by now as a change with an operation of the system, and when it is next due', async () => {
      const { store } = subject()
      await store.accept(put('/Due', { firesAt: noon }))
      await store.accept(put('/later', { firesAt: noon + 1 }))
      await store.accept(put('/never'))
      expect(await store.nextDue()).toBeLessThanOrEqual(noon)
      const seen: ResourceRecord[] = []
      const decide = (record: ResourceRecord) => {
        seen.push(record)
        return firing({ firesAt: noon + minute })
      }
      expect(await store.fireDue(noon, 10, decide)).toBe(1)
      expect(seen).toMatchObject([{ id: '/Due', firesAt: noon, generation: 1 }])
      expect(await store.fireDue(noon, 10, decide)).toBe(0)
      expect(await store.get('/due')).toMatchObject({
        desired: { power: 'off' },
        generation: 2,
        dueAt: noon,
        firesAt: noon + minute,
        modifiedAt: noon,
        modifiedBy: { kind: 'System', tenantId: 't0' },
      })
      expect(await store.lastOperation('/due')).toMatchObject({
        verb: 'Stop',
        trigger: 'Schedule',
        actor: { kind: 'System' },
        generation: 2,
        status: 'InProgress',
        acceptedAt: noon,
        deadline: noon + 5 * minute,
      })
      expect(await store.get('/later')).toMatchObject({ generation: 1, firesAt: noon + 1 })
    })

    test('is what the next thing to do may be', async () => {
      const { store } = subject()
      await store.accept(put('/a', { firesAt: noon + 7, operation: operation('Create', { isInstant: true }) }))
      expect(await store.nextDue()).toBe(noon + 7)
      await store.fireDue(noon + 7, 10, () => firing({ steps: [] }))
      expect(await store.nextDue()).toBeUndefined()
    })

    test('of what is so already records that, changes nothing, and lets what runs go on', async () => {
      const { store } = subject()
      const before = await store.accept(put('/a', { firesAt: noon }))
      await store.fireDue(noon, 10, () => firing({ steps: [{ ...start, isChange: false }], desired: { power: 'x' } }))
      expect(await store.get('/a')).toMatchObject({
        desired: { size: 1 },
        generation: 1,
        modifiedBy: before.modifiedBy,
      })
      const [last, created] = await store.operations({ resourceKey: '/a', limit: 10 })
      expect([last, created].map((each) => [each?.verb, each?.status]).sort()).toEqual([
        ['Create', 'InProgress'],
        ['Start', 'Succeeded'],
      ])
      // Who decided before it fired decides again.
      await expect(store.accept(put('/a', { ifRevision: before.revision }))).rejects.toThrow(/changed/)
    })

    test('takes the place of what runs; of several at once the last counts', async () => {
      const { store } = subject()
      await store.accept(put('/a', { at: noon - 1, firesAt: noon }))
      await store.fireDue(noon, 10, () => firing({ steps: [stop, start] }))
      const told = await store.operations({ resourceKey: '/a', limit: 10 })
      expect(told.map(({ verb, status, generation }) => [verb, status, generation])).toEqual([
        ['Start', 'InProgress', 3],
        ['Stop', 'Canceled', 2],
        ['Create', 'Canceled', 1],
      ])
      expect(told.at(1)?.error?.code).toBe('OperationSuperseded')
      expect((await store.get('/a'))?.generation).toBe(3)
    })

    test('while the row is being worked on is not lost by what the work ends in', async () => {
      const { store } = subject()
      await store.accept(put('/a', { at: noon - 1, firesAt: noon }))
      const [lease] = await store.leaseDue(noon - 1, 1, minute)
      if (lease === undefined) throw new Error('nothing was due')
      await store.fireDue(noon, 10, () => firing())
      expect(await store.settle(lease, settlement({ at: noon + 1 }))).toBe(true)
      expect(await store.get('/a')).toMatchObject({ generation: 2, observedGeneration: 1, dueAt: noon })
      expect(await store.lastOperation('/a')).toMatchObject({ verb: 'Stop', status: 'InProgress' })
    })

    test('tells what was found, in the timeline', async () => {
      const { store } = subject()
      await store.accept(put('/a', { firesAt: noon, operation: undefined }))
      await store.fireDue(noon, 10, () => firing({ steps: [], findings: [{ cause: 'Missed', message: 'Too late.' }] }))
      expect(await store.operations({ resourceKey: '/a', limit: 10 })).toMatchObject([
        { verb: 'Missed', trigger: 'System', status: 'Succeeded', error: { code: 'Missed', message: 'Too late.' } },
      ])
    })

    test('is over for what is deleted', async () => {
      const { store } = subject()
      await store.accept(put('/a', { firesAt: noon }))
      await store.accept(remove('/a', 1, { firesAt: noon }))
      await store.accept(put('/b', { firesAt: noon, at: noon + 5 }))
      const [lease] = await store.leaseDue(noon, 1, minute)
      if (lease === undefined) throw new Error('nothing was due')
      await store.settle(lease, settlement({ changes: [{ kind: 'delete', key: '/b' }] }))
      expect(await store.fireDue(noon, 10, () => firing())).toBe(0)
    })

    test('that cannot be decided leaves the whole batch as it was, and due', async () => {
      const { store } = subject()
      await store.accept(put('/a', { firesAt: noon - 1 }))
      await store.accept(put('/b', { firesAt: noon }))
      const decide = ({ key }: ResourceRecord) => {
        if (key === '/b') throw new Error('no idea')
        return firing()
      }
      await expect(store.fireDue(noon, 10, decide)).rejects.toThrow('no idea')
      expect(await store.get('/a')).toMatchObject({ generation: 1, firesAt: noon - 1 })
      expect(await store.fireDue(noon, 10, () => firing())).toBe(2)
    })

    test('many: the longest due first, each once, also by several at a time', async () => {
      const { store } = subject()
      const ids = Array.from({ length: 300 }, (_, i) => `/${i}`)
      await Promise.all(ids.map((id, i) => store.accept(put(id, { firesAt: noon - i }))))
      const first: string[] = []
      await store.fireDue(noon, 2, ({ key }) => {
        first.push(key)
        return firing()
      })
      expect(first).toEqual(['/299', '/298'])
      const fireAll = async (): Promise<void> => {
        while ((await store.nextDue()) !== undefined && (await store.fireDue(noon, 37, () => firing())) > 0);
      }
      await Promise.all([fireAll(), fireAll(), fireAll(), fireAll()])
      await fireAll()
      const records = await store.getAll(ids)
      expect(records.filter(({ generation }) => generation !== 2)).toEqual([])
      expect(records.filter(({ firesAt }) => firesAt !== undefined)).toEqual([])
    })
  })
}
