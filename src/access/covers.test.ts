import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers } from './covers.ts'
import { type Permission, permits } from './permission.ts'
import { builtInRole } from './roles.ts'

const permission = (actions: string[], notActions: string[] = []): Permission => ({
  actions,
  notActions,
  dataActions: [],
  notDataActions: [],
})
const of = (name: string) => builtInRole(name)?.permissions ?? []
const grant = 'Microsoft.Authorization/roleAssignments/write'

describe('rights', () => {
  test.each([
    ['Owner', 'Owner', true],
    ['Owner', 'User Access Administrator', true],
    ['Contributor', 'Contributor', true],
    ['Contributor', 'Reader', true],
    ['Contributor', 'AzureML Data Scientist', true],
    ['Contributor', 'AzureML Compute Operator', true],
    ['Contributor', 'Owner', false],
    ['Contributor', 'User Access Administrator', false],
    ['User Access Administrator', 'Reader', true],
    ['User Access Administrator', 'Contributor', false],
    ['Reader', 'AzureML Data Scientist', false],
    ['AzureML Data Scientist', 'AzureML Compute Operator', false],
    ['AzureML Compute Operator', 'AzureML Data Scientist', false],
  ])('of %s contain those of %s: %s', (held, wanted, expected) => {
    expect(covers(of(held), of(wanted))).toBe(expected)
  })

  test('add up: what one role withholds counts when another gives it', () => {
    const [wide, hole] = [permission(['*'], ['M.X/*']), permission(['M.X/*'])]
    expect(covers([wide, hole], [permission(['*'])])).toBe(true)
    expect(covers([wide, permission(['M.X/y/*'])], [permission(['*'])])).toBe(false)
    expect(covers([wide, permission(['M.X/y/*'])], [permission(['*'], ['M.X/*'])])).toBe(true)
  })

  test('to actions contain none to data', () => {
    const data = { ...permission([]), dataActions: ['M.X/read'] }
    expect(covers(of('Owner'), [data])).toBe(false)
    expect(covers([data], [data])).toBe(true)
    expect(covers([data], [permission(['M.X/read'])])).toBe(false)
  })

  test('of nobody contain nothing but what gives nothing', () => {
    expect(covers([], [permission([grant])])).toBe(false)
    expect(covers([], [permission([])])).toBe(true)
    expect(covers([], [permission(['M.X/read'], ['*'])])).toBe(true)
  })

  test('that are hostile are settled soon, and then not as contained', () => {
    const pattern = (index: number) => `${'a/*/'.repeat(4)}${'b'.repeat(200)}${index}*`
    const hostile = permission(
      Array.from({ length: 500 }, (_, index) => pattern(index)),
      Array.from({ length: 500 }, (_, index) => `*${pattern(index)}`),
    )
    const other = permission(hostile.actions.map((each) => `${each}c`))
    expect(covers([hostile], [other])).toBe(false)
  })

  test('that contain others allow every action the others allow', () => {
    const part = fc.constantFrom('a', 'b', '*', 'a*')
    const pattern = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    const patterns = fc.array(pattern, { maxLength: 3 })
    const some = fc.array(fc.tuple(patterns, patterns), { maxLength: 3 })
    const action = fc.array(fc.constantFrom('a', 'b', 'ab', 'c'), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(some, some, fc.array(action), (held, wanted, actions) => {
        const [mine, theirs] = [held, wanted].map((each) =>
          each.map(([given, withheld]) => permission(given, withheld)),
        )
        if (!mine || !theirs || !covers(mine, theirs)) return
        for (const each of actions.map((parts) => parts.join('/')))
          if (permits(theirs, each)) expect(permits(mine, each)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})
