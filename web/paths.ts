// Every address of the application, and every address of the API it calls. Nothing else spells one.

export interface WorkspaceKey {
  readonly subscription: string
  readonly group: string
  readonly workspace: string
}

/** Of a cluster: in a Batch AI workspace (`batch`) or in one of Azure ML (`ml`). */
export interface ClusterKey extends WorkspaceKey {
  readonly kind: 'batch' | 'ml'
  readonly name: string
}

/** Of a job, in its resource group. */
export interface JobKey extends GroupKey {
  /** The Batch AI workspace. */
  readonly batch: string
  readonly experiment: string
  readonly job: string
}

export type GroupKey = Pick<WorkspaceKey, 'subscription' | 'group'>
/** Where a template is deployed: a resource group; without one, the subscription. */
export interface DeploymentPlace {
  readonly subscription: string
  readonly group?: string | undefined
}

const seg = encodeURIComponent
const inGroup = ({ subscription, group }: GroupKey) => `/g/${seg(subscription)}/${seg(group)}`
const inPlace = ({ subscription, group }: DeploymentPlace) =>
  group === undefined ? `/s/${seg(subscription)}` : inGroup({ subscription, group })
const inWorkspace = ({ subscription, group, workspace }: WorkspaceKey) =>
  `/w/${seg(subscription)}/${seg(group)}/${seg(workspace)}`

/** Below `/studio`. */
export const pages = {
  home: () => '/',
  workspaces: () => '/workspaces',
  computes: (key: WorkspaceKey) => `${inWorkspace(key)}/compute`,
  newCompute: (key: WorkspaceKey) => `${inWorkspace(key)}/compute/new`,
  compute: (key: WorkspaceKey, name: string) => `${inWorkspace(key)}/compute/${seg(name)}`,
  quota: (key: WorkspaceKey) => `${inWorkspace(key)}/quota`,
  sizes: (key: WorkspaceKey) => `${inWorkspace(key)}/sizes`,
  settings: () => '/settings',
  activity: (key: WorkspaceKey) => `${inWorkspace(key)}/activity`,
  people: () => '/people',
  files: (key: WorkspaceKey) => `${inWorkspace(key)}/files`,
  connect: () => '/connect',
  clusters: () => '/clusters',
  newCluster: () => '/clusters/new',
  cluster: ({ kind, name, ...at }: ClusterKey) =>
    `/clusters/at/${kind}/${[at.subscription, at.group, at.workspace, name].map(seg).join('/')}`,
  fileServers: () => '/clusters/file-servers',
  access: () => '/access',
  policies: (group: GroupKey) => `${inGroup(group)}/policies`,
  deployments: (place: DeploymentPlace) => `${inPlace(place)}/deployments`,
  newDeployment: (place: DeploymentPlace) => `${inPlace(place)}/deployments/new`,
  deployment: (place: DeploymentPlace, name: string) => `${inPlace(place)}/deployments/at/${seg(name)}`,
  jobs: (group: GroupKey) => `${inGroup(group)}/jobs`,
  newJob: (group: GroupKey) => `${inGroup(group)}/jobs/new`,
  job: (key: JobKey) => `${inGroup(key)}/jobs/at/${seg(key.batch)}/${seg(key.experiment)}/${seg(key.job)}`,
}

const armGroup = ({ subscription, group }: GroupKey) =>
  `/subscriptions/${seg(subscription)}/resourceGroups/${seg(group)}`
const armPlace = ({ subscription, group }: DeploymentPlace) =>
  group === undefined ? `/subscriptions/${seg(subscription)}` : armGroup({ subscription, group })
const armDeployment = (place: DeploymentPlace, name: string) =>
  `${armPlace(place)}/providers/Microsoft.Resources/deployments/${seg(name)}`

const armWorkspace = ({ subscription, group, workspace }: WorkspaceKey) =>
  `/subscriptions/${seg(subscription)}/resourceGroups/${seg(group)}/providers/Microsoft.MachineLearningServices/workspaces/${seg(workspace)}`

const files = (key: WorkspaceKey) => `${armWorkspace(key)}/providers/Carrel.Files`

const clusterWorkspace = ({ subscription, group, workspace }: WorkspaceKey) =>
  `${armGroup({ subscription, group })}/providers/Microsoft.BatchAI/workspaces/${seg(workspace)}`
const armExperiment = (group: GroupKey, of: Pick<JobKey, 'batch' | 'experiment'>) =>
  `${clusterWorkspace({ ...group, workspace: of.batch })}/experiments/${seg(of.experiment)}`
const armJob = (key: JobKey) => `${armExperiment(key, key)}/jobs/${seg(key.job)}`
const clustersIn = (key: WorkspaceKey) => `${clusterWorkspace(key)}/clusters`
const fileServersIn = (key: WorkspaceKey) => `${clusterWorkspace(key)}/fileServers`
const armCluster = ({ kind, name, ...at }: ClusterKey) =>
  `${kind === 'batch' ? clustersIn(at) : `${armWorkspace(at)}/computes`}/${seg(name)}`

export const arm = {
  clusterWorkspaces: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.BatchAI/workspaces`,
  clusterWorkspace,
  clustersIn,
  cluster: armCluster,
  /** `nodes`, `queue`, `history`, `events`, `listRemoteLoginInformation`, `listNodes`. */
  clusterPart: (key: ClusterKey, part: string) => `${armCluster(key)}/${part}`,
  fileServersIn,
  fileServer: (key: WorkspaceKey, name: string) => `${fileServersIn(key)}/${seg(name)}`,
  clusterUsages: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.BatchAI/locations/local/usages`,
  subscriptions: () => '/subscriptions',
  users: () => '/providers/Carrel.Identity/users',
  user: (name: string) => `/providers/Carrel.Identity/users/${seg(name)}`,
  userAction: (name: string, action: string) => `/providers/Carrel.Identity/users/${seg(name)}/${action}`,
  servicePrincipals: () => '/providers/Carrel.Identity/servicePrincipals',
  servicePrincipal: (clientId: string) => `/providers/Carrel.Identity/servicePrincipals/${seg(clientId)}`,
  resetSecret: (clientId: string) => `/providers/Carrel.Identity/servicePrincipals/${seg(clientId)}/resetSecret`,
  groups: () => '/providers/Carrel.Identity/groups',
  group: (name: string) => `/providers/Carrel.Identity/groups/${seg(name)}`,
  groupMembers: (name: string) => `/providers/Carrel.Identity/groups/${seg(name)}/members`,
  groupMember: (name: string, objectId: string) =>
    `/providers/Carrel.Identity/groups/${seg(name)}/members/${seg(objectId)}`,
  /** `scope`: an id; empty: everything. */
  roleAssignments: (scope: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments`,
  roleAssignment: (scope: string, name: string) =>
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${seg(name)}`,
  roleDefinitions: (scope: string) => `${scope}/providers/Microsoft.Authorization/roleDefinitions`,
  roleDefinition: (scope: string, name: string) =>
    `${scope}/providers/Microsoft.Authorization/roleDefinitions/${seg(name)}`,
  /** `scope`: an id. */
  locks: (scope: string) => `${scope}/providers/Microsoft.Authorization/locks`,
  lock: (scope: string, name: string) => `${scope}/providers/Microsoft.Authorization/locks/${seg(name)}`,
  policyAssignments: (scope: string) => `${scope}/providers/Microsoft.Authorization/policyAssignments`,
  policyAssignment: (scope: string, name: string) =>
    `${scope}/providers/Microsoft.Authorization/policyAssignments/${seg(name)}`,
  policyDefinitions: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.Authorization/policyDefinitions`,
  policyDefinition: (subscription: string, name: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.Authorization/policyDefinitions/${seg(name)}`,
  policySets: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.Authorization/policySetDefinitions`,
  policyStates: (scope: string) => `${scope}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults`,
  subscription: (id: string) => `/subscriptions/${seg(id)}`,
  resourceGroups: (subscription: string) => `/subscriptions/${seg(subscription)}/resourceGroups`,
  resourceGroup: armGroup,
  resourcesIn: (group: GroupKey) => `${armGroup(group)}/resources`,
  deployments: (place: DeploymentPlace) => `${armPlace(place)}/providers/Microsoft.Resources/deployments`,
  deployment: armDeployment,
  deploymentOperations: (place: DeploymentPlace, name: string) => `${armDeployment(place, name)}/operations`,
  deploymentAction: (place: DeploymentPlace, name: string, action: string) => `${armDeployment(place, name)}/${action}`,
  batchWorkspaces: (group: GroupKey) => `${armGroup(group)}/providers/Microsoft.BatchAI/workspaces`,
  experiments: (group: GroupKey, batch: string) => `${clusterWorkspace({ ...group, workspace: batch })}/experiments`,
  experiment: armExperiment,
  experimentJobs: (group: GroupKey, of: Pick<JobKey, 'batch' | 'experiment'>) => `${armExperiment(group, of)}/jobs`,
  job: armJob,
  /** `terminate`, `listOutputFiles`, `wait`, `events`. */
  jobAction: (key: JobKey, action: string) => `${armJob(key)}/${action}`,
  jobFiles: (key: JobKey, { directory, path }: { readonly directory: string; readonly path: string }) =>
    `${armJob(key)}/listOutputFiles?outputdirectoryid=${seg(directory)}&directory=${seg(path)}`,
  workspaces: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.MachineLearningServices/workspaces`,
  workspace: armWorkspace,
  computes: (key: WorkspaceKey) => `${armWorkspace(key)}/computes`,
  compute: (key: WorkspaceKey, name: string) => `${armWorkspace(key)}/computes/${seg(name)}`,
  computeAction: (key: WorkspaceKey, name: string, action: string) =>
    `${armWorkspace(key)}/computes/${seg(name)}/${action}`,
  computeEvents: (key: WorkspaceKey, name: string) => `${armWorkspace(key)}/computes/${seg(name)}/events`,
  checkName: (key: WorkspaceKey) => `${armWorkspace(key)}/checkComputeNameAvailability`,
  sizes: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.MachineLearningServices/locations/local/vmSizes`,
  activity: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.Insights/eventtypes/management/values`,
  usages: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.MachineLearningServices/locations/local/usages`,
  quota: (subscription: string, family: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.MachineLearningServices/locations/local/quotas/${seg(family)}`,
  updateQuotas: (subscription: string) =>
    `/subscriptions/${seg(subscription)}/providers/Microsoft.MachineLearningServices/locations/local/updateQuotas`,
  /** `scope`: an id. */
  costs: (scope: string) => `${scope}/providers/Microsoft.CostManagement/query`,
  metrics: (id: string) => `${id}/providers/Microsoft.Insights/metrics`,
  permissions: (id: string) => `${id}/providers/Microsoft.Authorization/permissions`,
  fileEntries: (key: WorkspaceKey, path: string) => `${files(key)}/entries?path=${seg(path)}&$top=5000`,
  fileEntry: (key: WorkspaceKey, path: string) => `${files(key)}/entry?path=${seg(path)}`,
  fileContent: (key: WorkspaceKey, path: string) => `${files(key)}/content?path=${seg(path)}`,
  fileFolder: (key: WorkspaceKey, path: string) => `${files(key)}/folder?path=${seg(path)}`,
  fileMove: (key: WorkspaceKey) => `${files(key)}/move`,
  fileZip: (key: WorkspaceKey, paths: readonly string[]) =>
    `${files(key)}/zip?${paths.map((path) => `path=${seg(path)}`).join('&')}`,
  fileUploads: (key: WorkspaceKey) => `${files(key)}/uploads`,
  fileUpload: (key: WorkspaceKey, id: string) => `${files(key)}/uploads/${seg(id)}`,
  filePiece: (key: WorkspaceKey, id: string, offset: number) => `${files(key)}/uploads/${seg(id)}?offset=${offset}`,
  fileCommit: (key: WorkspaceKey, id: string) => `${files(key)}/uploads/${seg(id)}/commit`,
}

/** Key of `/subscriptions/S/resourceGroups/G/providers/Microsoft.BatchAI/workspaces/W/experiments/E/jobs/J`. */
export function jobKeyOf(id: string): JobKey {
  const [, , subscription = '', , group = '', , , , batch = '', , experiment = '', , job = ''] = id.split('/')
  return { subscription, group, batch, experiment, job }
}

/** Key of `/subscriptions/S/resourceGroups/G/providers/…/workspaces/W…`. */
export function workspaceKeyOf(id: string): WorkspaceKey {
  const [, , subscription = '', , group = '', , , , workspace = ''] = id.split('/')
  return { subscription, group, workspace }
}
