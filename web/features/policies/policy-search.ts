export interface PolicySearch {
  /** Absent: at the resource group. */
  readonly at?: 'subscription'
}

export function readPolicySearch(search: Record<string, unknown>): PolicySearch {
  return search['at'] === 'subscription' ? { at: 'subscription' } : {}
}
