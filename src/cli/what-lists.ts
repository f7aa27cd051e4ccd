// Which command names those there are, for whoever named one that is not. Pure.

const byType: Readonly<Record<string, string>> = {
  'microsoft.machinelearningservices/workspaces': 'workspace list',
  'microsoft.machinelearningservices/workspaces/computes': 'compute list',
  'microsoft.batchai/workspaces': 'batchai workspace list',
  'microsoft.batchai/workspaces/clusters': 'cluster list',
  'microsoft.batchai/workspaces/fileservers': 'file-server list',
  'microsoft.batchai/workspaces/experiments': 'batchai experiment list',
  'microsoft.batchai/workspaces/experiments/jobs': 'job list',
  'microsoft.resources/deployments': 'deployment list',
  'microsoft.authorization/locks': 'lock list',
  'microsoft.authorization/policyassignments': 'policy assignment list',
  'microsoft.authorization/policyexemptions': 'policy exemption list',
  'carrel.files/datastores': 'datastore list',
}

const byCode: Readonly<Record<string, string>> = {
  ResourceGroupNotFound: 'group list',
  PolicyDefinitionNotFound: 'policy definition list',
  PolicySetDefinitionNotFound: 'policy initiative list',
}

/** From what the API said; undefined: nothing lists it. */
export function whatLists({ code, message }: { readonly code: string; readonly message: string }): string | undefined {
  const command = byCode[code] ?? (code === 'ResourceNotFound' ? byType[typeIn(message)] : undefined)
  return command && `"carrel ${command}" names those there are`
}

/** Of the resource whose id stands between quotation marks. */
function typeIn(message: string): string {
  const [namespace = '', ...rest] = /'[^']*\/providers\/([^']+)'/.exec(message)?.[1]?.toLowerCase().split('/') ?? []
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/')
}
