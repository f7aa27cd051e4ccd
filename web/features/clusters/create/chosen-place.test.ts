import { expect, test } from 'vitest'
import { chosenPlace, withPlace } from './chosen-place.ts'
import { emptyCluster, newPlaceValue } from './cluster-draft.ts'

const key = { subscription: 's', group: 'lab', workspace: 'batch' }
const batch = { id: '/b', kind: 'batch', name: 'batch', key } as const
const other = { ...batch, id: '/c' }
const ml = { ...batch, id: '/m', kind: 'ml' } as const

test('nobody chooses where there is nothing to choose', () => {
  expect(withPlace(emptyCluster, [batch, ml]).place).toBe('/b')
  expect(withPlace(emptyCluster, [ml]).place).toBe(newPlaceValue)
  expect(withPlace(emptyCluster, [batch, other]).place).toBe('')
  expect(withPlace(emptyCluster, undefined).place).toBe('')
  expect(withPlace({ ...emptyCluster, kind: 'ml' }, [batch]).place).toBe('')
  expect(withPlace({ ...emptyCluster, place: '/c' }, [batch]).place).toBe('/c')
})

test('a workspace that is made with the cluster is in the group that was chosen', () => {
  const group = '/subscriptions/s2/resourceGroups/other'
  const draft = { ...emptyCluster, place: newPlaceValue, newPlace: { name: 'mine', group } }
  expect(chosenPlace(draft, [batch])).toEqual({
    key: { subscription: 's2', group: 'other', workspace: 'mine' },
    id: group,
  })
  expect(chosenPlace(emptyCluster, [batch])).toMatchObject({ key: { subscription: 's' }, id: undefined })
})
