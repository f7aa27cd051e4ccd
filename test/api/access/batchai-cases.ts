// The operations of Batch AI, with the actions that Azure documents for them.

import type { AccessCase } from './cases.ts'

const bai = 'Microsoft.BatchAI'
const subscription = '/subscriptions/{subscription}'
const workspaceType = `${bai}/workspaces`
const group = `${subscription}/resourceGroups/{group}`
const workspaces = `${group}/providers/${workspaceType}`
const locations = `${subscription}/providers/${bai}/locations/{location}`

const workspaceCases: readonly AccessCase[] = [
  ...reads(workspaceType, { list: workspaces, listScope: group, item: `${workspaces}/{batchWorkspace}` }),
  {
    operation: `PUT ${workspaceType}`,
    path: `${workspaces}/{batchWorkspace}`,
    action: `${workspaceType}/write`,
    from: 'contributor',
    ok: 200,
    body: { location: 'eastus' },
  },
  {
    operation: `PATCH ${workspaceType}`,
    path: `${workspaces}/{batchWorkspace}`,
    action: `${workspaceType}/write`,
    from: 'contributor',
    ok: 200,
    body: { tags: {} },
  },
  remove(workspaceType, `${workspaces}/{victimBatchWorkspace}`),
]

export const batchAiCases: readonly AccessCase[] = [
  ...workspaceCases,
  {
    operation: `GET collection ${bai}/locations/usages`,
    path: `${locations}/usages`,
    action: `${bai}/locations/usages/read`,
    scope: locations,
    from: 'reader',
    ok: 200,
  },
]

function reads(type: string, { list, listScope, item }: { list: string; listScope: string; item: string }) {
  const read = { action: `${type}/read`, from: 'reader', ok: 200 } as const
  return [
    { ...read, operation: `LIST ${type}`, path: list, scope: listScope },
    { ...read, operation: `GET ${type}`, path: item },
    { ...read, operation: `HEAD ${type}`, path: item, ok: 204, described: null },
    { ...read, operation: `GET events ${type}`, path: `${item}/events`, scope: item, described: null },
  ] satisfies AccessCase[]
}

function remove(type: string, path: string): AccessCase {
  return { operation: `DELETE ${type}`, path, action: `${type}/delete`, from: 'contributor', ok: 202 }
}
