// Batch AI's addresses, and steps that many tests take there.

import { expect } from 'vitest'
import type { Answer, TestServer } from './harness.ts'

export const batchVersion = 'api-version=2018-05-01'

export function batchPaths(server: TestServer, group = 'lab', workspace = 'batch') {
  const groupId = `${server.subscription}/resourceGroups/${group}`
  const workspaceId = `${groupId}/providers/Microsoft.BatchAI/workspaces/${workspace}`
  return {
    groupId,
    workspaceId,
    clusterId: (name: string) => `${workspaceId}/clusters/${name}`,
    fileServerId: (name: string) => `${workspaceId}/fileServers/${name}`,
  }
}

/** A group and a workspace in it. */
export async function makeBatchWorkspace(server: TestServer, group = 'lab', workspace = 'batch') {
  const place = batchPaths(server, group, workspace)
  await server.call('PUT', `${place.groupId}?api-version=2024-10-01`, { location: 'eastus' })
  const made = await server.call('PUT', `${place.workspaceId}?${batchVersion}`, { location: 'eastus' })
  expect(made.body.error).toBeUndefined()
  await server.settle()
  return place
}

export function batchCall(server: TestServer, method: string, id: string, body?: unknown): Promise<Answer> {
  return server.call(method, `${id}?${batchVersion}`, body)
}
