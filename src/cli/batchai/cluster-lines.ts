// `batchai cluster show`, `list`, `resize`, `auto-scale`, `node list`, `file list`, `delete`: what `cluster` does, by the lines of
// `az batchai`. The pages say `node list --name`, the client says `--cluster`: both are taken.

import {
  deleteNamedClusters,
  listClusters,
  listNamedNodes,
  resizeNamedCluster,
  showNamedCluster,
} from '../cluster/cluster-commands.ts'
import { bad } from '../cluster/cluster-options.ts'
import { clusterNames } from '../cluster/clusters.ts'
import { listSetupFiles } from '../cluster/setup-task.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { clusterOptions, expiryOption, minutesOf, workspaceOption } from './batchai-options.ts'

export const listClusterLine: ApiCommand = {
  ...listClusters,
  options: [workspaceOption],
  examples: ['carrel batchai cluster list --workspace lab --resource-group research'],
}

export const showClusterLine: ApiCommand = {
  usage: 'show',
  summary: 'Show one cluster',
  options: clusterOptions,
  examples: ['carrel batchai cluster show --name mycluster --workspace lab --output table'],
  run: (invocation) => showNamedCluster(invocation, invocation.option('name') ?? ''),
}

export const resizeClusterLine: ApiCommand = {
  usage: 'resize',
  summary: 'Give a cluster this many nodes',
  options: [...clusterOptions, { flags: '-t, --target <number>', summary: 'how many nodes', isRequired: true }],
  examples: ['carrel batchai cluster resize --name mycluster --workspace lab --target 0'],
  run: (invocation) =>
    resizeNamedCluster(invocation, invocation.option('name') ?? '', {
      target: invocation.option('target'),
      least: undefined,
      most: undefined,
    }),
}

export const autoScaleClusterLine: ApiCommand = {
  usage: 'auto-scale',
  summary: 'Let a cluster scale by itself',
  options: [
    ...clusterOptions,
    { flags: '--min <number>', summary: 'how many nodes at least', isRequired: true },
    { flags: '--max <number>', summary: 'how many nodes at most', isRequired: true },
  ],
  examples: ['carrel batchai cluster auto-scale --name mycluster --workspace lab --min 0 --max 4'],
  run: (invocation) =>
    resizeNamedCluster(invocation, invocation.option('name') ?? '', {
      target: undefined,
      least: invocation.option('min'),
      most: invocation.option('max'),
    }),
}

export const listNodesLine: ApiCommand = {
  usage: 'list',
  summary: 'List the nodes of a cluster, with where each is reached by SSH',
  options: [
    { flags: '-c, --cluster <name>', summary: 'name of the cluster', completes: clusterNames },
    { flags: '-n, --name <name>', summary: 'the same as --cluster', completes: clusterNames },
    workspaceOption,
  ],
  examples: ['carrel batchai cluster node list --name mycluster --workspace lab -o json'],
  run(invocation) {
    const name = invocation.option('cluster') ?? invocation.option('name')
    if (name === undefined) throw bad('No cluster is named.', 'name it with --name')
    return listNamedNodes(invocation, name)
  },
}

export const listSetupFilesLine: ApiCommand = {
  usage: 'list',
  summary: 'List the files in which the set-up task left what it printed',
  options: [
    { flags: '-c, --cluster <name>', summary: 'name of the cluster', isRequired: true, completes: clusterNames },
    workspaceOption,
    { flags: '-p, --path <path>', summary: 'a folder in theirs', default: '.' },
    expiryOption,
  ],
  examples: ['carrel batchai cluster file list --cluster mycluster --workspace lab'],
  run: (invocation) =>
    listSetupFiles(invocation, invocation.option('cluster') ?? '', {
      path: invocation.option('path'),
      minutes: minutesOf(invocation),
    }),
}

export const deleteClusterLine: ApiCommand = {
  usage: 'delete',
  summary: 'Delete a cluster',
  isLong: true,
  asks: true,
  options: clusterOptions,
  examples: ['carrel batchai cluster delete --name mycluster --workspace lab --yes'],
  run: (invocation) => deleteNamedClusters(invocation, [invocation.option('name') ?? '']),
}
