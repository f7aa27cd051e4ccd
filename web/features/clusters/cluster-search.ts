// What of the list is shown is part of its address: a link shows somebody else the same.

import type { ClusterKey } from '../../paths.ts'

export interface ClusterSearch {
  readonly find?: string
  readonly kind?: ClusterKey['kind']
  /** Only those with something wrong or under way. */
  readonly state?: 'busy' | 'attention'
  readonly sort?: ClusterColumn
  readonly down?: boolean
  /** Columns that are left out; absent: those that few want. */
  readonly hide?: readonly ClusterColumn[]
}

export const clusterColumns = [
  'name',
  'state',
  'kind',
  'workspace',
  'size',
  'nodes',
  'target',
  'queue',
  'priority',
  'created',
] as const
export type ClusterColumn = (typeof clusterColumns)[number]
export const hiddenAtFirst: readonly ClusterColumn[] = ['created']

export function readClusterSearch(search: Readonly<Record<string, unknown>>): ClusterSearch {
  const { find, kind, state, sort, down, hide } = search
  const hidden = Array.isArray(hide) ? hide.filter(isColumn).filter((column) => column !== 'name') : []
  return {
    ...(typeof find === 'string' && find !== '' ? { find } : {}),
    ...(kind === 'batch' || kind === 'ml' ? { kind } : {}),
    ...(state === 'busy' || state === 'attention' ? { state } : {}),
    ...(isColumn(sort) ? { sort } : {}),
    ...(down === true ? { down } : {}),
    ...(Array.isArray(hide) ? { hide: hidden } : {}),
  }
}

function isColumn(value: unknown): value is ClusterColumn {
  return clusterColumns.some((column) => column === value)
}
