// Batch AI's addresses, and steps that many tests take there.

import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'vitest'
import { type NodeRecord, nodeType } from '../../src/fleet/fleet.ts'
import { later } from './arm-steps.ts'
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

const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString()

/** A cluster of small nodes, one of them unless the properties say otherwise. */
export function clusterBody(properties: Record<string, unknown> = {}) {
  return {
    properties: {
      vmSize: 'STANDARD_D1_V2',
      scaleSettings: { manual: { targetNodeCount: 1 } },
      userAccountSettings: { adminUserName: 'ana', adminUserSshPublicKey: publicKey },
      ...properties,
    },
  }
}

/** Accepted, and the loop turned until nothing is due. */
export async function makeCluster(server: TestServer, id: string, properties: Record<string, unknown> = {}) {
  const made = await batchCall(server, 'PUT', id, clusterBody(properties))
  expect([made.status, made.body]).toEqual([202, undefined])
  await server.settle()
  // Every node runs a script when it comes up.
  await later(server, 400)
}

/** Its properties, as they are shown. */
export async function clusterOf(server: TestServer, id: string) {
  return (await batchCall(server, 'GET', id)).body.properties
}

/** How many nodes are idle, running, preparing, unusable and leaving, in this order. */
export async function countsOf(server: TestServer, id: string): Promise<number[]> {
  const { nodeStateCounts: counts } = await clusterOf(server, id)
  return ['idle', 'running', 'preparing', 'unusable', 'leaving'].map((state) => counts[`${state}NodeCount`])
}

export async function resize(server: TestServer, id: string, scaleSettings: unknown): Promise<Answer> {
  const answer = await batchCall(server, 'PATCH', id, { properties: { scaleSettings } })
  await server.settle()
  return answer
}

export async function nodesOf(server: TestServer, id: string): Promise<NodeRecord[]> {
  return (await server.store.list({ type: nodeType, parentKey: id.toLowerCase() })) as NodeRecord[]
}

/** The limit of all families together, or of one. */
export async function setQuota(server: TestServer, cores: number, ledger = 'memory'): Promise<void> {
  await server.store.setQuotaLimit(ledger, 'total', cores)
}

export function fileServerBody(properties: Record<string, unknown> = {}) {
  return {
    properties: {
      vmSize: 'STANDARD_D1_V2',
      sshConfiguration: { userAccountSettings: { adminUserName: 'ana', adminUserPassword: 'a secret' } },
      dataDisks: { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' },
      ...properties,
    },
  }
}
