export interface NewDeploymentSearch {
  /** A deployment of the group whose template is taken up again. */
  readonly from?: string
}

export function readNewDeploymentSearch(search: Record<string, unknown>): NewDeploymentSearch {
  const from = search['from']
  return typeof from === 'string' && from !== '' ? { from } : {}
}
