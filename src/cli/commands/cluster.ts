import type { Command } from 'commander'
import { clusterNodes, deleteClusters, listClusters, resizeCluster, showCluster } from '../cluster/cluster-commands.ts'
import { clusterEvents } from '../cluster/cluster-events.ts'
import { createCluster } from '../cluster/create-cluster.ts'
import { clusterFiles, clusterSetupLog } from '../cluster/setup-task.ts'
import { sshCluster } from '../cluster/ssh-cluster.ts'
import { apiCommand } from '../frame/api-command.ts'

export function clusterCommands(program: Command): void {
  const cluster = program.command('cluster').description('Clusters of nodes that come and go')
  for (const declaration of [
    createCluster,
    listClusters,
    showCluster,
    resizeCluster,
    clusterNodes,
    sshCluster,
    clusterSetupLog,
    clusterFiles,
    clusterEvents,
    deleteClusters,
  ])
    apiCommand(cluster, declaration)
}
