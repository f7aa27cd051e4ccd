// Many policies at once: each has its bound, and so have all of them together.

import { expect, test } from 'vitest'
import { type Decision, decide, type Policy } from './decide.ts'
import { parseRule } from './parse-rule.ts'

const context = {
  document: { id: '/s', name: 'ana', type: 'a/b', tags: { owner: 'ana' } },
  apiVersion: '2024-10-01',
  subscription: {},
  resourceGroup: undefined,
  now: 0,
}

function decideAll(conditions: readonly object[]): Decision<Policy> {
  const policies = conditions.map((condition) => ({
    identity: { assignmentId: 'a', definitionId: 'd', setDefinitionId: undefined, referenceId: undefined },
    // biome-ignore lint/suspicious/noThenProperty: this is how a rule is written
    rule: parseRule({ if: condition as never, then: { effect: 'audit' } }),
    parameters: {},
  }))
  return decide(policies, context)
}

/** Takes much of what one rule may take. */
const long = { value: "[length(map(range(0, 4000), lambda('x', add(lambdaVariables('x'), 1))))]", equals: 4000 }
const short = { field: "tags['owner']", equals: 'ana' }

test('one long rule is looked at to its end', () => {
  expect(decideAll([long])).toMatchObject({ denials: [], audits: [{}] })
})

test('hundreds of ordinary rules are', () => {
  expect(decideAll(Array.from({ length: 500 }, () => short)).denials).toEqual([])
})

test('hundreds of long rules together are not, and refuse what they were to judge', () => {
  const { denials } = decideAll(Array.from({ length: 200 }, () => long))
  expect(denials.length).toBeGreaterThan(100)
  expect(denials.at(-1)?.reason).toContain('takes more work')
})
