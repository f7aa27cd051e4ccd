import { expect, test } from 'vitest'
import { whatLists } from './what-lists.ts'

const at = '/subscriptions/s/resourceGroups/g/providers'

test.each([
  [`The resource '${at}/Microsoft.BatchAI/workspaces/main/clusters/nope' was not found.`, 'carrel cluster list'],
  [`The resource '${at}/Microsoft.MachineLearningServices/workspaces/nope' was not found.`, 'carrel workspace list'],
  [`The resource '${at}/Microsoft.BatchAI/workspaces/nope' was not found.`, 'carrel batchai workspace list'],
  [
    `The resource '${at}/Microsoft.MachineLearningServices/workspaces/main/providers/Carrel.Files/datastores/x' was not found.`,
    'carrel datastore list',
  ],
])('%s is answered with the list of its kind', (message, command) => {
  expect(whatLists({ code: 'ResourceNotFound', message })).toContain(`"${command}"`)
})

test('what has no list of its own, or is another refusal, is left as it is', () => {
  expect(
    whatLists({ code: 'ResourceNotFound', message: `The resource '${at}/Some.Thing/else/x' was not found.` }),
  ).toBe(undefined)
  expect(whatLists({ code: 'AuthorizationFailed', message: `'${at}/Microsoft.BatchAI/workspaces/x'` })).toBe(undefined)
  expect(whatLists({ code: 'ResourceGroupNotFound', message: '' })).toContain('carrel group list')
})
