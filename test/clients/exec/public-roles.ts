// A program that grants and takes back a role as it is written for public Azure: it names no address, and knows nothing of
// Carrel. Prints what it found.

import { randomUUID } from 'node:crypto'
import { AuthorizationManagementClient } from '@azure/arm-authorization'
import { EnvironmentCredential } from '@azure/identity'

const { AZURE_SUBSCRIPTION_ID = '', GROUP = '', PRINCIPAL = '' } = process.env
const client = new AuthorizationManagementClient(new EnvironmentCredential(), AZURE_SUBSCRIPTION_ID)
const scope = `/subscriptions/${AZURE_SUBSCRIPTION_ID}/resourceGroups/${GROUP}`

const builtIn = await Array.fromAsync(client.roleDefinitions.list(scope, { filter: "roleName eq 'Reader'" }))
const role = await client.roleDefinitions.createOrUpdate(scope, randomUUID(), {
  roleName: 'Desk starter',
  permissions: [{ actions: ['Microsoft.MachineLearningServices/workspaces/computes/start/action'] }],
  assignableScopes: [scope],
})
const granted = await client.roleAssignments.create(scope, randomUUID(), {
  roleDefinitionId: role.id ?? '',
  principalId: PRINCIPAL,
  principalType: 'User',
})
const filter = `principalId eq '${PRINCIPAL}'`
const found = await Array.fromAsync(client.roleAssignments.listForScope(scope, { filter }))
await client.roleAssignments.deleteById(granted.id ?? '')
await client.roleDefinitions.delete(scope, role.name ?? '')
const left = await Array.fromAsync(client.roleAssignments.listForScope(scope, { filter }))

console.log(
  JSON.stringify({
    builtIn: builtIn.map(({ name }) => name),
    granted: found.some(({ id }) => id === granted.id),
    takenBack: !left.some(({ id }) => id === granted.id),
  }),
)
