// Deployments of templates through the API: created, followed, shown, refused.

import { describe, expect, test } from 'vitest'
import { deploy, deployments, ended, startWithGroup, template } from '../support/deployment-steps.ts'

const ml = 'Microsoft.MachineLearningServices'

describe('a deployment', () => {
  test('makes what its template says, in its order, and says what it made', async () => {
    await using server = await startWithGroup()
    const put = await deploy(server, 'first', {
      template: template({
        parameters: { name: { type: 'string' }, secret: { type: 'securestring', defaultValue: '' } },
        resources: [
          {
            type: `${ml}/workspaces/computes`,
            apiVersion: '2023-04-01',
            name: "[concat(parameters('name'), '/desk')]",
            location: 'eastus',
            dependsOn: ["[resourceId('Microsoft.MachineLearningServices/workspaces', parameters('name'))]"],
            properties: { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_D2_V2' } },
          },
          {
            type: `${ml}/workspaces`,
            apiVersion: '2023-04-01',
            name: "[parameters('name')]",
            location: 'eastus',
            properties: {},
          },
        ],
        outputs: {
          id: {
            type: 'string',
            value: "[resourceId('Microsoft.MachineLearningServices/workspaces', parameters('name'))]",
          },
        },
      }),
      parameters: { name: { value: 'lab-ws' } },
    })
    expect(put).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Accepted' } } })
    const shown = await ended(server, 'first')
    expect(shown.body).toMatchObject({
      name: 'first',
      type: 'Microsoft.Resources/deployments',
      properties: {
        provisioningState: 'Succeeded',
        mode: 'Incremental',
        parameters: { name: { type: 'String', value: 'lab-ws' } },
        outputs: { id: { type: 'String', value: expect.stringContaining('/workspaces/lab-ws') } },
      },
    })
  })
})
