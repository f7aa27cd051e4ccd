import { describe, expect, test } from 'vitest'
import { ArmError } from '../base/errors.ts'
import { ClaimTaken, ParentGone, QuotaExceeded } from '../store/store-errors.ts'
import { resourceType } from './resource-type.ts'
import { armErrorOf } from './store-faults.ts'

const type = resourceType({
  type: 'A/b',
  apiVersions: ['2024-01-01'],
  home: 'group',
  isTracked: true,
  verbs: ['put'],
  deadlinesMs: { create: 1, update: 1, delete: 1 },
  parse: () => ({}),
  render: () => ({ properties: {} }),
})

function told(error: unknown): [number, string, string] {
  const told = armErrorOf(error, type)
  if (!(told instanceof ArmError)) throw new Error('it is no ArmError')
  expect(told.cause).toBe(error)
  return [told.status, told.code, told.message]
}

const holders = [
  { id: '/w/computes/large', cores: 8 },
  { id: '/w/computes/small', cores: 2 },
]

describe('a refusal of the store', () => {
  test.each([
    [4, 10, /Deleting large would free enough; a stopped instance keeps its cores\./],
    [10, 10, /Deleting large, small would free enough/],
    [11, 10, /The request alone is larger than the limit/],
  ])('of quota for %d cores of %d says what would help', (asked, limit, expected) => {
    const [status, code, message] = told(new QuotaExceeded({ family: 'f', asked, used: 10, limit, holders }))
    expect([status, code]).toEqual([409, 'QuotaExceeded'])
    expect(message).toMatch(expected)
    expect(message).toContain('quota of 10 cores for f: 10 in use')
  })

  test('of quota lists ten holders at most', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ id: `/w/${index}`, cores: 1 }))
    const error = armErrorOf(new QuotaExceeded({ family: 'f', asked: 1, used: 50, limit: 50, holders: many }), type)
    expect(error instanceof ArmError && error.detail.details).toHaveLength(10)
  })

  test.each([
    ['/subscriptions/s', false, 404, 'SubscriptionNotFound'],
    ['/subscriptions/s/resourcegroups/g', false, 404, 'ResourceGroupNotFound'],
    ['/subscriptions/s/resourcegroups/g/providers/a/b/c', false, 404, 'ParentResourceNotFound'],
    ['/subscriptions/s/resourcegroups/g', true, 409, 'ResourceGroupBeingDeleted'],
    ['/subscriptions/s/resourcegroups/g/providers/a/b/c', true, 409, 'Conflict'],
  ])('of what belongs in %s (being deleted: %s) is %d %s', (key, isDeleting, status, code) => {
    expect(told(new ParentGone(key, { isDeleting })).slice(0, 2)).toEqual([status, code])
  })

  test('of a claim is a conflict, in the type’s own words where it has some', () => {
    const taken = new ClaimTaken({ kind: 'name', value: 'x' }, '/w/x')
    expect(told(taken)).toEqual([409, 'Conflict', 'x is taken.'])
    const worded = armErrorOf(taken, { ...type, claimFault: () => ({ code: 'NameTaken', message: 'Choose another.' }) })
    expect(worded).toMatchObject({ code: 'NameTaken', message: 'Choose another.' })
  })

  test('that is none is left as it is', () => {
    const bug = new TypeError('a bug')
    expect(armErrorOf(bug, type)).toBe(bug)
  })
})
