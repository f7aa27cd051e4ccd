// What a program using the npm clients calls, written as such a program would write it. Each answers what the client
// answered; lists are read to the end.

import type { RoleAssignmentCreateParameters, RoleDefinition } from '@azure/arm-authorization'
import type { ComputeResource, Workspace } from '@azure/arm-machinelearning'
import type { PolicyAssignment, PolicyDefinition, PolicySetDefinition } from '@azure/arm-policy'
import type { ResourceGroup } from '@azure/arm-resources'
import { batchCalls } from './batch-calls.ts'
import { deploymentCalls } from './deployment-calls.ts'
import { instanceCalls } from './instance-calls.ts'
import type { Clients } from './open-clients.ts'

/** A workspace. */
export interface Place {
  readonly group: string
  readonly workspace: string
}

const roleCalls = {
  putRole: ({ authorization }: Clients, scope: string, name: string, role: RoleDefinition) =>
    authorization.roleDefinitions.createOrUpdate(scope, name, role),
  getRole: ({ authorization }: Clients, scope: string, name: string) => authorization.roleDefinitions.get(scope, name),
  getRoleById: ({ authorization }: Clients, id: string) => authorization.roleDefinitions.getById(id),
  listRoles: ({ authorization }: Clients, scope: string, filter: string) =>
    Array.fromAsync(authorization.roleDefinitions.list(scope, { filter })),
  deleteRole: ({ authorization }: Clients, scope: string, name: string) =>
    authorization.roleDefinitions.delete(scope, name),

  assignRole: ({ authorization }: Clients, scope: string, name: string, body: RoleAssignmentCreateParameters) =>
    authorization.roleAssignments.create(scope, name, body),
  getAssignment: ({ authorization }: Clients, id: string) => authorization.roleAssignments.getById(id),
  listAssignments: ({ authorization }: Clients, filter: string) =>
    Array.fromAsync(authorization.roleAssignments.listForSubscription({ filter })),
  listAssignmentsOfGroup: ({ authorization }: Clients, group: string) =>
    Array.fromAsync(authorization.roleAssignments.listForResourceGroup(group)),
  listAssignmentsAt: ({ authorization }: Clients, scope: string) =>
    Array.fromAsync(authorization.roleAssignments.listForScope(scope)),
  deleteAssignment: ({ authorization }: Clients, scope: string, name: string) =>
    authorization.roleAssignments.delete(scope, name),
  listPermissions: ({ authorization }: Clients, group: string) =>
    Array.fromAsync(authorization.permissions.listForResourceGroup(group)),
  listPermissionsOfWorkspace: ({ authorization }: Clients, { group, workspace }: Place) =>
    Array.fromAsync(
      authorization.permissions.listForResource(
        group,
        'Microsoft.MachineLearningServices',
        '',
        'workspaces',
        workspace,
      ),
    ),
}

const policyCalls = {
  putPolicy: ({ policy }: Clients, name: string, body: PolicyDefinition) =>
    policy.policyDefinitions.createOrUpdate(name, body),
  getPolicy: ({ policy }: Clients, name: string) => policy.policyDefinitions.get(name),
  getBuiltInPolicy: ({ policy }: Clients, name: string) => policy.policyDefinitions.getBuiltIn(name),
  listPolicies: ({ policy }: Clients, filter: string) => Array.fromAsync(policy.policyDefinitions.list({ filter })),
  listBuiltInPolicies: ({ policy }: Clients) => Array.fromAsync(policy.policyDefinitions.listBuiltIn()),
  deletePolicy: ({ policy }: Clients, name: string) => policy.policyDefinitions.delete(name),
  putPolicySet: ({ policy }: Clients, name: string, body: PolicySetDefinition) =>
    policy.policySetDefinitions.createOrUpdate(name, body),
  listPolicySets: ({ policy }: Clients) => Array.fromAsync(policy.policySetDefinitions.list()),
  deletePolicySet: ({ policy }: Clients, name: string) => policy.policySetDefinitions.delete(name),
  assignPolicy: ({ policy }: Clients, scope: string, name: string, body: PolicyAssignment) =>
    policy.policyAssignments.create(scope, name, body),
  getPolicyAssignment: ({ policy }: Clients, scope: string, name: string) => policy.policyAssignments.get(scope, name),
  listPolicyAssignments: ({ policy }: Clients) => Array.fromAsync(policy.policyAssignments.list()),
  listPolicyAssignmentsOf: ({ policy }: Clients, group: string) =>
    Array.fromAsync(policy.policyAssignments.listForResourceGroup(group)),
  deletePolicyAssignment: ({ policy }: Clients, scope: string, name: string) =>
    policy.policyAssignments.delete(scope, name),
}

export const calls = {
  ...roleCalls,
  ...policyCalls,
  ...instanceCalls,
  ...deploymentCalls,
  ...batchCalls,

  listSubscriptions: ({ subscriptions }: Clients) => Array.fromAsync(subscriptions.subscriptions.list()),
  getSubscription: ({ subscriptions }: Clients, id: string) => subscriptions.subscriptions.get(id),
  listLocations: ({ subscriptions }: Clients, id: string) =>
    Array.fromAsync(subscriptions.subscriptions.listLocations(id)),
  listTenants: ({ subscriptions }: Clients) => Array.fromAsync(subscriptions.tenants.list()),

  createGroup: ({ resources }: Clients, name: string, body: ResourceGroup) =>
    resources.resourceGroups.createOrUpdate(name, body),
  getGroup: ({ resources }: Clients, name: string) => resources.resourceGroups.get(name),
  listGroups: ({ resources }: Clients) => Array.fromAsync(resources.resourceGroups.list()),
  groupExists: async ({ resources }: Clients, name: string) =>
    (await resources.resourceGroups.checkExistence(name)).body,
  deleteGroup: ({ resources }: Clients, name: string) => resources.resourceGroups.beginDeleteAndWait(name),
  getProvider: ({ resources }: Clients, namespace: string) => resources.providers.get(namespace),
  listProviders: ({ resources }: Clients) => Array.fromAsync(resources.providers.list()),

  createWorkspace: ({ machineLearning }: Clients, { group, workspace }: Place, body: Workspace) =>
    machineLearning.workspaces.beginCreateOrUpdateAndWait(group, workspace, body),
  getWorkspace: ({ machineLearning }: Clients, { group, workspace }: Place) =>
    machineLearning.workspaces.get(group, workspace),
  listWorkspaces: ({ machineLearning }: Clients, group: string) =>
    Array.fromAsync(machineLearning.workspaces.listByResourceGroup(group)),
  deleteWorkspace: ({ machineLearning }: Clients, { group, workspace }: Place) =>
    machineLearning.workspaces.beginDeleteAndWait(group, workspace),

  createCompute: ({ machineLearning }: Clients, { group, workspace }: Place, name: string, body: ComputeResource) =>
    machineLearning.computeOperations.beginCreateOrUpdateAndWait(group, workspace, name, body),
  getCompute: ({ machineLearning }: Clients, { group, workspace }: Place, name: string) =>
    machineLearning.computeOperations.get(group, workspace, name),
  listComputes: ({ machineLearning }: Clients, { group, workspace }: Place) =>
    Array.fromAsync(machineLearning.computeOperations.list(group, workspace)),
  stopCompute: ({ machineLearning }: Clients, { group, workspace }: Place, name: string) =>
    machineLearning.computeOperations.beginStopAndWait(group, workspace, name),
  startCompute: ({ machineLearning }: Clients, { group, workspace }: Place, name: string) =>
    machineLearning.computeOperations.beginStartAndWait(group, workspace, name),
  restartCompute: ({ machineLearning }: Clients, { group, workspace }: Place, name: string) =>
    machineLearning.computeOperations.beginRestartAndWait(group, workspace, name),
  deleteCompute: ({ machineLearning }: Clients, { group, workspace }: Place, name: string) =>
    machineLearning.computeOperations.beginDeleteAndWait(group, workspace, name, 'Delete'),

  listUsages: ({ machineLearning }: Clients, location: string) =>
    Array.fromAsync(machineLearning.usages.list(location)),
  listQuotas: ({ machineLearning }: Clients, location: string) =>
    Array.fromAsync(machineLearning.quotas.list(location)),
  listSizes: ({ machineLearning }: Clients, location: string) => machineLearning.virtualMachineSizes.list(location),
}

export type Calls = typeof calls
