// What a program using the npm client of Batch AI calls. It is of an older generation: it waits for what it asks for by
// itself, and half a minute between looks unless told otherwise.

import type { BatchAIManagementModels as Models } from '@azure/arm-batchai'
import type { Clients } from './open-clients.ts'

/** A Batch AI workspace. */
export interface BatchPlace {
  readonly group: string
  readonly workspace: string
}

export interface JobPlace extends BatchPlace {
  readonly experiment: string
}

export const batchCalls = {
  createBatchWorkspace: async ({ batchAi }: Clients, { group, workspace }: BatchPlace, location: string) =>
    plain(await batchAi.workspaces.create(group, workspace, { location })),
  getBatchWorkspace: async ({ batchAi }: Clients, { group, workspace }: BatchPlace) =>
    plain(await batchAi.workspaces.get(group, workspace)),
  tagBatchWorkspace: async ({ batchAi }: Clients, { group, workspace }: BatchPlace, tags: Record<string, string>) =>
    plain(await batchAi.workspaces.update(group, workspace, { tags })),
  listBatchWorkspaces: async ({ batchAi }: Clients) => plain(await batchAi.workspaces.list()),
  listBatchWorkspacesOfGroup: async ({ batchAi }: Clients, group: string) =>
    plain(await batchAi.workspaces.listByResourceGroup(group)),
  deleteBatchWorkspace: async ({ batchAi }: Clients, { group, workspace }: BatchPlace) =>
    void (await batchAi.workspaces.deleteMethod(group, workspace)),

  createCluster: async (
    { batchAi }: Clients,
    { group, workspace }: BatchPlace,
    name: string,
    body: Models.ClusterCreateParameters,
  ) => plain(await batchAi.clusters.create(group, workspace, name, body)),
  getCluster: async ({ batchAi }: Clients, { group, workspace }: BatchPlace, name: string) =>
    plain(await batchAi.clusters.get(group, workspace, name)),
  /** The names on each page. */
  async listClusters({ batchAi }: Clients, { group, workspace }: BatchPlace, maxResults: number) {
    const clustersListByWorkspaceOptions = { maxResults }
    const pages: (string | undefined)[][] = []
    let page = await batchAi.clusters.listByWorkspace(group, workspace, { clustersListByWorkspaceOptions })
    for (;;) {
      pages.push(page.map(({ name }) => name))
      if (page.nextLink === undefined) return pages
      page = await batchAi.clusters.listByWorkspaceNext(page.nextLink)
    }
  },
  updateCluster: async (
    { batchAi }: Clients,
    { group, workspace }: BatchPlace,
    name: string,
    scaleSettings: Models.ScaleSettings,
  ) => plain(await batchAi.clusters.update(group, workspace, name, { scaleSettings })),
  listRemoteLogins: async ({ batchAi }: Clients, { group, workspace }: BatchPlace, name: string) =>
    plain(await batchAi.clusters.listRemoteLoginInformation(group, workspace, name)),
  deleteCluster: async ({ batchAi }: Clients, { group, workspace }: BatchPlace, name: string) =>
    void (await batchAi.clusters.deleteMethod(group, workspace, name)),

  createFileServer: async (
    { batchAi }: Clients,
    { group, workspace }: BatchPlace,
    name: string,
    body: Models.FileServerCreateParameters,
  ) => plain(await batchAi.fileServers.create(group, workspace, name, body)),
  listFileServers: async ({ batchAi }: Clients, { group, workspace }: BatchPlace) =>
    plain(await batchAi.fileServers.listByWorkspace(group, workspace)),
  deleteFileServer: async ({ batchAi }: Clients, { group, workspace }: BatchPlace, name: string) =>
    void (await batchAi.fileServers.deleteMethod(group, workspace, name)),

  createExperiment: async ({ batchAi }: Clients, { group, workspace }: BatchPlace, name: string) =>
    plain(await batchAi.experiments.create(group, workspace, name)),
  listExperiments: async ({ batchAi }: Clients, { group, workspace }: BatchPlace) =>
    plain(await batchAi.experiments.listByWorkspace(group, workspace)),
  deleteExperiment: async ({ batchAi }: Clients, { group, workspace }: BatchPlace, name: string) =>
    void (await batchAi.experiments.deleteMethod(group, workspace, name)),
  createJob: async (
    { batchAi }: Clients,
    { group, workspace, experiment }: JobPlace,
    name: string,
    body: Models.JobCreateParameters,
  ) => plain(await batchAi.jobs.create(group, workspace, experiment, name, body)),
  getJob: async ({ batchAi }: Clients, { group, workspace, experiment }: JobPlace, name: string) =>
    plain(await batchAi.jobs.get(group, workspace, experiment, name)),
  listJobs: async ({ batchAi }: Clients, { group, workspace, experiment }: JobPlace) =>
    plain(await batchAi.jobs.listByExperiment(group, workspace, experiment)),
  terminateJob: async ({ batchAi }: Clients, { group, workspace, experiment }: JobPlace, name: string) =>
    void (await batchAi.jobs.terminate(group, workspace, experiment, name)),
  deleteJob: async ({ batchAi }: Clients, { group, workspace, experiment }: JobPlace, name: string) =>
    void (await batchAi.jobs.deleteMethod(group, workspace, experiment, name)),
  listJobLogins: async ({ batchAi }: Clients, { group, workspace, experiment }: JobPlace, name: string) =>
    plain(await batchAi.jobs.listRemoteLoginInformation(group, workspace, experiment, name)),
  listJobFiles: async ({ batchAi }: Clients, { group, workspace, experiment }: JobPlace, name: string) =>
    plain(await batchAi.jobs.listOutputFiles(group, workspace, experiment, name, { outputdirectoryid: 'stdouterr' })),
  /** Names, one for each of its answers. */
  listJobFilesByParts: async ({ batchAi }: Clients, { group, workspace, experiment }: JobPlace, name: string) => {
    const options = { outputdirectoryid: 'stdouterr', maxResults: 1 }
    let part = await batchAi.jobs.listOutputFiles(group, workspace, experiment, name, options)
    const parts = [part.map((file) => file.name)]
    while (part.nextLink) {
      part = await batchAi.jobs.listOutputFilesNext(part.nextLink)
      parts.push(part.map((file) => file.name))
    }
    return parts
  },
  listBatchOperations: async ({ batchAi }: Clients) => plain(await batchAi.operations.list()),
  listBatchUsages: async ({ batchAi }: Clients, location: string) => plain(await batchAi.usages.list(location)),
}

/** Without the exchange that the client hangs on what it answers. */
function plain<T>(answer: T): T {
  return Array.isArray(answer) ? (Array.from(answer) as T) : ({ ...answer } as T)
}
