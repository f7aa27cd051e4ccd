const name = "concat(parameters('name'), '-identity')"
const location = '[resourceGroup().location]'

const template = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    name: { type: 'string', defaultValue: 'example', metadata: { description: 'what every name begins with' } },
    stage: { type: 'string', defaultValue: 'test', allowedValues: ['test', 'live'] },
  },
  resources: [
    {
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      apiVersion: '2023-01-31',
      name: `[${name}]`,
      location,
      tags: { stage: "[parameters('stage')]" },
    },
    {
      type: 'Microsoft.Network/virtualNetworks',
      apiVersion: '2023-09-01',
      name: "[concat(parameters('name'), '-network')]",
      location,
      dependsOn: [`[${name}]`],
      properties: { addressSpace: { addressPrefixes: ['10.40.0.0/16'] } },
    },
  ],
  outputs: {
    identity: {
      type: 'string',
      value: `[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', ${name})]`,
    },
  },
}

/** Something small to begin with: an identity, a network after it, a choice and an output. */
export const exampleTemplate = JSON.stringify(template, undefined, 2)
