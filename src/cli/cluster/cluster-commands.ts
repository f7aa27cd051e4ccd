// `cluster list`, `show`, `resize`, `nodes`, `delete`.

import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import { type ClusterDocument, clusterVersion } from './cluster-document.ts'
import { bad, scaleSettings } from './cluster-options.ts'
import { batchWorkspaceName, clusterId, clusterNames, listedClusters, nodesOf, readCluster } from './clusters.ts'
import { clusterColumns, clusterDetails, nodeColumns } from './columns.ts'

export const listClusters: ApiCommand = {
  usage: 'list',
  summary: 'List the clusters of the workspace',
  examples: ['carrel cluster list', 'carrel cluster list -w vision -o json'],
  async run(invocation) {
    const session = await invocation.session()
    invocation.showList(await listedClusters(invocation, session), {
      columns: clusterColumns,
      empty: `No clusters in workspace ${batchWorkspaceName(invocation, session)}. Create one: carrel cluster create NAME --nodes 1`,
    })
  },
}

export const showCluster: ApiCommand = {
  usage: 'show <name>',
  summary: 'Show one cluster',
  completes: { name: clusterNames },
  examples: ['carrel cluster show train', 'carrel cluster show train --query properties.errors -o yaml'],
  run: (invocation) => showNamedCluster(invocation, invocation.argument('name')),
}

export const resizeCluster: ApiCommand = {
  usage: 'resize <name>',
  summary: 'Change how many nodes a cluster has',
  completes: { name: clusterNames },
  options: [
    { flags: '--nodes <number>', summary: 'exactly this many' },
    { flags: '--min <number>', summary: 'it scales by itself, and has this many at least' },
    { flags: '--max <number>', summary: '… and this many at most' },
    { flags: '--idle-time <duration>', summary: 'how long a node stays that nothing needs, such as PT10M' },
  ],
  examples: ['carrel cluster resize train --nodes 0', 'carrel cluster resize train --min 0 --max 4'],
  async run(invocation) {
    await resizeNamedCluster(invocation, invocation.argument('name'), {
      target: invocation.option('nodes'),
      least: invocation.option('min'),
      most: invocation.option('max'),
      idleTime: invocation.option('idle-time'),
    })
  },
}

export const clusterNodes: ApiCommand = {
  usage: 'nodes <name>',
  summary: 'List the nodes of a cluster, with where each is reached by SSH',
  completes: { name: clusterNames },
  examples: ['carrel cluster nodes train'],
  run: (invocation) => listNamedNodes(invocation, invocation.argument('name')),
}

export const deleteClusters: ApiCommand = {
  usage: 'delete <name...>',
  summary: 'Delete clusters, with everything on their nodes',
  isLong: true,
  asks: true,
  completes: { name: clusterNames },
  examples: ['carrel cluster delete train', 'carrel cluster delete train other --yes --no-wait'],
  run: (invocation) => deleteNamedClusters(invocation, [...new Set(invocation.arguments('name'))]),
}

export async function showNamedCluster(invocation: Invocation, name: string): Promise<void> {
  const session = await invocation.session()
  invocation.showOne(await readCluster(invocation, session, name), [...clusterColumns, ...clusterDetails])
}

export async function resizeNamedCluster(
  invocation: Invocation,
  name: string,
  scale: Parameters<typeof scaleSettings>[0],
): Promise<void> {
  const settings = scaleSettings(scale)
  if (settings === undefined) throw bad('Nothing says how many nodes.', 'give a number, or a least and a most')
  const session = await invocation.session()
  await readCluster(invocation, session, name)
  const body = { properties: { scaleSettings: settings } }
  const path = `${clusterId(invocation, session, name)}?${clusterVersion}`
  invocation.showOne(await session.call<ClusterDocument>('PATCH', path, body), clusterColumns)
}

export async function listNamedNodes(invocation: Invocation, name: string): Promise<void> {
  const session = await invocation.session()
  await readCluster(invocation, session, name)
  invocation.showList(await nodesOf(invocation, session, name), {
    columns: nodeColumns,
    empty: `No node of ${name} is up. See what it waits for: carrel cluster show ${name}`,
  })
}

export async function deleteNamedClusters(invocation: Invocation, names: readonly string[]): Promise<void> {
  await invocation.confirm(`Delete ${names.join(', ')} with everything on the nodes, for good?`)
  const session = await invocation.session()
  await carryOut(
    invocation,
    names.map((name) => ({
      name,
      method: 'DELETE' as const,
      path: `${clusterId(invocation, session, name)}?${clusterVersion}`,
      doing: 'deleting',
      done: `${name} is deleted.`,
      lookAgain: 'carrel cluster list',
    })),
  )
}
