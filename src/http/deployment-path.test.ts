import { describe, expect, test } from 'vitest'
import { carriesTemplate, withProvider } from './deployment-path.ts'

const group = '/subscriptions/s/resourceGroups/g'

describe('addresses of deployments', () => {
  test.each([
    [`${group}/deployments/d/operations`, `${group}/providers/Microsoft.Resources/deployments/d/operations`],
    [
      '/subscriptions/s/deployments/d/operations/1',
      '/subscriptions/s/providers/Microsoft.Resources/deployments/d/operations/1',
    ],
    [
      '//subscriptions/s/resourcegroups/g/deployments/',
      '//subscriptions/s/resourcegroups/g/providers/Microsoft.Resources/deployments/',
    ],
    [`${group}/providers/Microsoft.Resources/deployments/d`, `${group}/providers/Microsoft.Resources/deployments/d`],
    [`${group}/deploymentsx/d`, `${group}/deploymentsx/d`],
    ['/subscriptions/s/resourceGroups/deployments', '/subscriptions/s/resourceGroups/deployments'],
  ])('%s is %s', (path, expected) => {
    expect(withProvider(path)).toBe(expected)
  })

  test.each([
    ['PUT', `${group}/providers/microsoft.resources/deployments/d`, true],
    ['PUT', '/subscriptions/s/deployments/d/', true],
    ['POST', `${group}/providers/Microsoft.Resources/deployments/d/validate`, true],
    ['POST', `${group}/providers/Microsoft.Resources/deployments/d/whatif`, true],
    ['POST', '/providers/Microsoft.Resources/calculateTemplateHash', true],
    ['PUT', `/${group}//providers/Microsoft.Resources//deployments/d//`, true],
    ['POST', `${group}/providers/Microsoft.Resources/deployments/d/cancel`, false],
    ['POST', `${group}/providers/Microsoft.Resources/deployments/d`, false],
    ['PUT', `${group}/providers/Microsoft.Other/deployments/d`, false],
    ['PUT', `${group}/providers/Microsoft.Resources/deployments/d/validate`, false],
    ['PUT', `${group}/providers/Microsoft.MachineLearningServices/workspaces/deployments`, false],
  ])('%s %s may carry a template: %s', (method, path, expected) => {
    expect(carriesTemplate(method, path)).toBe(expected)
  })
})
