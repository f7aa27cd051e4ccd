import { expect, test } from 'vitest'
import { record } from '../../test/support/records.ts'
import { deletionsOf } from './delete-contents.ts'

const row = (id: string, altered = {}) => record({ id, ...altered })
const keys = (ids: readonly ReturnType<typeof row>[]) =>
  deletionsOf(ids).map((change) => change.kind === 'delete' && change.key)

test('what has something below it waits for that; names that begin alike are no ancestors', () => {
  expect(keys([row('/g/w'), row('/g/w/c'), row('/g/w-2'), row('/g/w2/x')])).toEqual(['/g/w/c', '/g/w-2', '/g/w2/x'])
})

test('nodes are their fleet’s to delete, and do not hold it up', () => {
  const node = row('/g/w/c/nodes/0', { type: 'carrel/nodes' })
  expect(keys([row('/g/w/c'), node])).toEqual(['/g/w/c'])
})

test('what is being deleted is not asked again, and holds up what is above it', () => {
  expect(keys([row('/g/w'), row('/g/w/c', { deletedAt: 1 })])).toEqual([])
})

test('ten thousand rows are decided in one pass', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => row(`/g/w/c-${index}`))
  expect(keys([row('/g/w'), ...many])).toHaveLength(10_000)
})
