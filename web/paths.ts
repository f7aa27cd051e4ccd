// Every address of the application, and every address of the API it calls. Nothing else spells one.

export interface WorkspaceKey {
  readonly subscription: string
  readonly group: string
  readonly workspace: string
}

const seg = encodeURIComponent
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
  activity: (key: WorkspaceKey) => `${inWorkspace(key)}/activity`,
  people: () => '/people',
}

const armWorkspace = ({ subscription, group, workspace }: WorkspaceKey) =>
  `/subscriptions/${seg(subscription)}/resourceGroups/${seg(group)}/providers/Microsoft.MachineLearningServices/workspaces/${seg(workspace)}`

export const arm = {
  subscriptions: () => '/subscriptions',
  users: () => '/providers/Carrel.Identity/users',
  user: (name: string) => `/providers/Carrel.Identity/users/${seg(name)}`,
  userAction: (name: string, action: string) => `/providers/Carrel.Identity/users/${seg(name)}/${action}`,
  servicePrincipals: () => '/providers/Carrel.Identity/servicePrincipals',
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
}

/** Key of `/subscriptions/S/resourceGroups/G/providers/…/workspaces/W…`. */
export function workspaceKeyOf(id: string): WorkspaceKey {
  const [, , subscription = '', , group = '', , , , workspace = ''] = id.split('/')
  return { subscription, group, workspace }
}
