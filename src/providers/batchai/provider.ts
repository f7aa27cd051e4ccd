import { operationList } from '../../arm/operation-list.ts'
import type { Provider } from '../../arm/registry.ts'
import { batchAiVersions } from './api-versions.ts'
import { type ClusterServices, clusters } from './clusters/clusters.ts'
import { experiments } from './experiments.ts'
import { type FileServerServices, fileServers } from './file-servers/file-servers.ts'
import { type BatchJobServices, jobs } from './jobs/jobs.ts'
import { usages } from './usages.ts'
import { workspaces } from './workspaces.ts'

/** The namespace's table of contents. */
export function batchAi(settings: ClusterServices & FileServerServices & BatchJobServices): Provider {
  return {
    namespace: 'Microsoft.BatchAI',
    types: [workspaces, clusters(settings), fileServers(settings), experiments, jobs(settings)],
    endpoints: [usages(settings.fleet), operationList('Microsoft.BatchAI', batchAiVersions)],
  }
}
