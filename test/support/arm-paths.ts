// Addresses and bodies that many tests use.

import type { TestServer } from './harness.ts'

const ml = 'Microsoft.MachineLearningServices'
export const apiVersion = 'api-version=2024-10-01'

export function paths(server: TestServer, group = 'lab', workspace = 'ws1') {
  const groupId = `${server.subscription}/resourceGroups/${group}`
  const workspaceId = `${groupId}/providers/${ml}/workspaces/${workspace}`
  return {
    groupId,
    workspaceId,
    computeId: (name: string) => `${workspaceId}/computes/${name}`,
  }
}

export function computeBody(properties: Record<string, unknown> = {}) {
  return {
    location: 'eastus',
    properties: { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_D2_V2', ...properties } },
  }
}

/** A group and a workspace, settled. */
export async function makeWorkspace(server: TestServer, group = 'lab', workspace = 'ws1') {
  const place = paths(server, group, workspace)
  await server.call('PUT', `${place.groupId}?${apiVersion}`, { location: 'eastus' })
  await server.call('PUT', `${place.workspaceId}?${apiVersion}`, { location: 'eastus', properties: {} })
  await server.settle()
  return place
}
