// What of the list is shown is part of its address: a link shows somebody else the same.

export interface ComputeSearch {
  readonly find?: string
  readonly mine?: boolean
  readonly sort?: ComputeColumn
  readonly down?: boolean
  /** Columns that are left out; absent: those that few want. */
  readonly hide?: readonly ComputeColumn[]
}

export const computeColumns = ['name', 'state', 'owner', 'apps', 'size', 'next', 'cost', 'created'] as const
export type ComputeColumn = (typeof computeColumns)[number]
export const hiddenAtFirst: readonly ComputeColumn[] = ['created']

export function readComputeSearch(search: Readonly<Record<string, unknown>>): ComputeSearch {
  const { find, mine, sort, down, hide } = search
  return {
    ...(typeof find === 'string' && find !== '' ? { find } : {}),
    ...(mine === true ? { mine } : {}),
    ...(isColumn(sort) ? { sort } : {}),
    ...(down === true ? { down } : {}),
    ...(Array.isArray(hide) ? { hide: hide.filter(isColumn).filter((column) => column !== 'name') } : {}),
  }
}

function isColumn(value: unknown): value is ComputeColumn {
  return computeColumns.some((column) => column === value)
}
