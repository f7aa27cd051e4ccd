// `batchai`: the lines of `az batchai`, whose command line of 2019 is hard to install today, so that instructions that have
// them run.

import type { Command } from 'commander'
import {
  autoScaleClusterLine,
  deleteClusterLine,
  listClusterLine,
  listNodesLine,
  listSetupFilesLine,
  resizeClusterLine,
  showClusterLine,
} from '../batchai/cluster-lines.ts'
import { createClusterLine } from '../batchai/create-line.ts'
import { createExperiment, deleteExperiment, listExperiments, showExperiment } from '../batchai/experiment-lines.ts'
import {
  createFileServerLine,
  deleteFileServerLine,
  listFileServerLine,
  showFileServerLine,
} from '../batchai/file-server-lines.ts'
import {
  createJobLine,
  deleteJobLine,
  jobNodesLine,
  listFilesLine,
  listJobLine,
  showJobLine,
  streamFileLine,
  terminateJobLine,
  waitJobLine,
} from '../batchai/job-lines.ts'
import { clusterNodeExecLine, jobNodeExecLine } from '../batchai/node-exec-lines.ts'
import { listUsagesLine } from '../batchai/usage-line.ts'
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
  const clusterNode = cluster.command('node').description('Nodes of a cluster')
  for (const declaration of [listNodesLine, clusterNodeExecLine]) apiCommand(clusterNode, declaration)
  apiCommand(cluster.command('file').description('What the set-up task of a cluster printed'), listSetupFilesLine)
  const server = batchai.command('file-server').description('File servers')
  for (const declaration of [createFileServerLine, showFileServerLine, listFileServerLine, deleteFileServerLine])
    apiCommand(server, declaration)
  const experiment = batchai.command('experiment').description('Experiments, which hold jobs')
  for (const declaration of [createExperiment, showExperiment, listExperiments, deleteExperiment])
    apiCommand(experiment, declaration)
  const job = batchai.command('job').description('Jobs on clusters')
  for (const declaration of [createJobLine, showJobLine, listJobLine, waitJobLine, terminateJobLine, deleteJobLine])
    apiCommand(job, declaration)
  const file = job.command('file').description('Output files of a job')
  for (const declaration of [listFilesLine, streamFileLine]) apiCommand(file, declaration)
  const jobNode = job.command('node').description('Nodes of a job')
  for (const declaration of [jobNodesLine, jobNodeExecLine]) apiCommand(jobNode, declaration)
  apiCommand(batchai, listUsagesLine)
}
