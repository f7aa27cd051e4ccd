// `batchai`: the lines of `az batchai`, whose command line of 2019 is hard to install today, so that instructions that have
// them run.

import type { Command } from 'commander'
import {
  autoScaleClusterLine,
  deleteClusterLine,
  listClusterLine,
  listNodesLine,
  resizeClusterLine,
  showClusterLine,
} from '../batchai/cluster-lines.ts'
import { createClusterLine } from '../batchai/create-line.ts'
import {
  createBatchWorkspace,
  deleteBatchWorkspace,
  listBatchWorkspaces,
  showBatchWorkspace,
} from '../batchai/workspace-lines.ts'
import { apiCommand } from '../frame/api-command.ts'

export function batchAiCommands(program: Command): void {
  const batchai = program.command('batchai').description('Lines of az batchai, taken as they are written')
  const workspace = batchai.command('workspace').description('Batch AI workspaces')
  for (const declaration of [createBatchWorkspace, showBatchWorkspace, listBatchWorkspaces, deleteBatchWorkspace])
    apiCommand(workspace, declaration)
  const cluster = batchai.command('cluster').description('Batch AI clusters')
  for (const declaration of [
    createClusterLine,
    showClusterLine,
    listClusterLine,
    resizeClusterLine,
    autoScaleClusterLine,
    deleteClusterLine,
  ])
    apiCommand(cluster, declaration)
  apiCommand(cluster.command('node').description('Nodes of a cluster'), listNodesLine)
}
