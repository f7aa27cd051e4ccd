// Which host names programs written for public Azure ask for: those that Carrel answers in Azure's place, those that it
// does not and that must not be reached by accident, and everything else.

export type HostKind =
  /** Answered by Carrel. */
  | 'played'
  /** Of Azure, and nothing here stands for it. */
  | 'azure'
  /** What Microsoft's tools tell and ask on their own, such as usage data; goes nowhere, and nobody misses it. */
  | 'background'
  | 'other'

const signIn = ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'] as const
const management = ['management.azure.com', 'management.core.windows.net'] as const
const graph = ['graph.microsoft.com', 'graph.windows.net'] as const
const workspaces = ['ml.azure.com'] as const
/** Every region has its own name below these. */
const regional = ['api.azureml.ms'] as const

/** The names under which one sign-in service is known; the first is the one to write. */
export const signInHosts: readonly string[] = signIn

/** What the second authority may vouch for. */
export const impersonatedNames: readonly string[] = [...signIn, ...management, ...graph, ...workspaces, ...regional]

const played = new Set<string>([...signIn, ...management, ...graph, ...workspaces])

const background = [
  'dc.services.visualstudio.com',
  'rt.services.visualstudio.com',
  'applicationinsights.azure.com',
  'applicationinsights.microsoft.com',
  'livediagnostics.monitor.azure.com',
  'events.data.microsoft.com',
  'vortex.data.microsoft.com',
  // The command line looks here for news of itself.
  'azcliprod.blob.core.windows.net',
] as const

const azure = [
  'azure.com',
  'azure.net',
  'azure.us',
  'azure.cn',
  'azure-api.net',
  'azure-devices.net',
  'azurecr.io',
  'azuredatabricks.net',
  'azureedge.net',
  'azurefd.net',
  'azureml.ms',
  'azureml.net',
  'azuresynapse.net',
  'azurewebsites.net',
  'chinacloudapi.cn',
  'cloudapp.net',
  'microsoftazure.de',
  'microsoftonline.com',
  'microsoftonline.de',
  'microsoftonline.us',
  'microsoftonline.cn',
  'trafficmanager.net',
  'usgovcloudapi.net',
  'windows.net',
  'graph.microsoft.us',
  'graph.microsoft.de',
  'login.microsoft.us',
  // Where a machine of Azure's asks for its identity: on such a machine the answer would be a real one.
  '169.254.169.254',
  '168.63.129.16',
] as const

export function hostKind(host: string): HostKind {
  const name = bareHost(host)
  if (played.has(name) || regional.some((zone) => isOneBelow(name, zone))) return 'played'
  if (background.some((zone) => isWithin(name, zone))) return 'background'
  return azure.some((zone) => isWithin(name, zone)) ? 'azure' : 'other'
}

export function isSignInHost(host: string): boolean {
  return signInHosts.includes(bareHost(host))
}

export function isManagementHost(host: string): boolean {
  return (management as readonly string[]).includes(bareHost(host))
}

/** As it is compared: lower case, without the dot that may end a full name, without an IPv6 address's brackets. */
export function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1')
}

function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`)
}

function isOneBelow(name: string, zone: string): boolean {
  return /^[a-z0-9-]{1,63}$/.test(name.slice(0, -zone.length - 1)) && name.endsWith(`.${zone}`)
}
