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

const clusterType = `${workspaceType}/clusters`
const clusters = `${workspaces}/{batchWorkspace}/clusters`
const account = { adminUserName: 'ana', adminUserPassword: 'a secret' }
const noNodes = { manual: { targetNodeCount: 0 } }

const clusterCases: readonly AccessCase[] = [
  ...reads(clusterType, { list: clusters, listScope: `${workspaces}/{batchWorkspace}`, item: `${clusters}/{cluster}` }),
  {
    operation: `PUT ${clusterType}`,
    path: `${clusters}/{newCluster}`,
    action: `${clusterType}/write`,
    from: 'contributor',
    ok: 202,
    body: { properties: { vmSize: 'STANDARD_D1_V2', scaleSettings: noNodes, userAccountSettings: account } },
  },
  {
    operation: `PATCH ${clusterType}`,
    path: `${clusters}/{cluster}`,
    action: `${clusterType}/write`,
    from: 'contributor',
    ok: 200,
    body: { properties: { scaleSettings: noNodes } },
  },
  remove(clusterType, `${clusters}/{victimCluster}`),
  // Not for readers: it tells where to sign in.
  {
    operation: `POST listRemoteLoginInformation ${clusterType}`,
    path: `${clusters}/{cluster}/listRemoteLoginInformation`,
    action: `${clusterType}/listRemoteLoginInformation/action`,
    scope: `${clusters}/{cluster}`,
    from: 'contributor',
    ok: 200,
  },
  // Not for readers: a log may hold what a task was given. There is none: those who may are told so.
  {
    operation: `POST setupTaskLog ${clusterType}`,
    path: `${clusters}/{cluster}/setupTaskLog`,
    action: `${clusterType}/setupTaskLog/action`,
    scope: `${clusters}/{cluster}`,
    from: 'contributor',
    ok: 404,
    body: { nodeId: 'tvm-none' },
    described: null,
  },
  // The same of the files it left.
  {
    operation: `POST listSetupTaskFiles ${clusterType}`,
    path: `${clusters}/{cluster}/listSetupTaskFiles`,
    action: `${clusterType}/listSetupTaskFiles/action`,
    scope: `${clusters}/{cluster}`,
    from: 'contributor',
    ok: 404,
    described: null,
  },
  // Beside Azure: more of the same cluster, for whoever may read it.
  ...(['nodes', 'queue', 'history'] as const).map(
    (name): AccessCase => ({
      operation: `GET ${name} ${clusterType}`,
      path: `${clusters}/{cluster}/${name}`,
      action: `${clusterType}/read`,
      scope: `${clusters}/{cluster}`,
      from: 'reader',
      ok: 200,
      described: null,
    }),
  ),
]

const serverType = `${workspaceType}/fileServers`
const servers = `${workspaces}/{batchWorkspace}/fileServers`
const disks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' }

const fileServerCases: readonly AccessCase[] = [
  ...reads(serverType, { list: servers, listScope: `${workspaces}/{batchWorkspace}`, item: `${servers}/{fileServer}` }),
  {
    operation: `PUT ${serverType}`,
    path: `${servers}/{newFileServer}`,
    action: `${serverType}/write`,
    from: 'contributor',
    ok: 202,
    body: {
      properties: {
        vmSize: 'STANDARD_D1_V2',
        sshConfiguration: { userAccountSettings: account },
        dataDisks: disks,
      },
    },
  },
  remove(serverType, `${servers}/{victimFileServer}`),
]

const experimentType = `${workspaceType}/experiments`
const experiments = `${workspaces}/{batchWorkspace}/experiments`
const jobType = `${experimentType}/jobs`
const jobs = `${experiments}/{experiment}/jobs`

const jobCases: readonly AccessCase[] = [
  ...reads(experimentType, {
    list: experiments,
    listScope: `${workspaces}/{batchWorkspace}`,
    item: `${experiments}/{experiment}`,
  }),
  {
    operation: `PUT ${experimentType}`,
    path: `${experiments}/{newExperiment}`,
    action: `${experimentType}/write`,
    from: 'contributor',
    ok: 202,
    body: {},
  },
  remove(experimentType, `${experiments}/{victimExperiment}`),
  ...reads(jobType, { list: jobs, listScope: `${experiments}/{experiment}`, item: `${jobs}/{job}` }),
  {
    operation: `PUT ${jobType}`,
    path: `${jobs}/{newJob}`,
    action: `${jobType}/write`,
    from: 'contributor',
    ok: 202,
    body: {
      properties: {
        cluster: { id: `${clusters}/{cluster}` },
        nodeCount: 1,
        customToolkitSettings: { commandLine: 'exit 0' },
        stdOutErrPathPrefix: '/tmp',
      },
    },
  },
  remove(jobType, `${jobs}/{victimJob}`),
  ...(['listOutputFiles', 'listRemoteLoginInformation', 'terminate'] as const).map(
    (name): AccessCase => ({
      operation: `POST ${name} ${jobType}`,
      path: `${jobs}/{job}/${name}`,
      ...(name === 'listOutputFiles' ? { query: 'outputdirectoryid=stdouterr' } : {}),
      action: `${jobType}/${name}/action`,
      scope: `${jobs}/{job}`,
      from: 'contributor',
      ok: name === 'terminate' ? 202 : 200,
    }),
  ),
  {
    operation: `GET wait ${jobType}`,
    path: `${jobs}/{job}/wait`,
    action: `${jobType}/read`,
    scope: `${jobs}/{job}`,
    from: 'reader',
    ok: 200,
    described: null,
  },
]

export const batchAiCases: readonly AccessCase[] = [
  ...workspaceCases,
  ...clusterCases,
  ...fileServerCases,
  ...jobCases,
  {
    operation: `GET collection ${bai}/operations`,
    path: `/providers/${bai}/operations`,
    action: undefined,
    from: 'nobody',
    ok: 200,
  },
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
