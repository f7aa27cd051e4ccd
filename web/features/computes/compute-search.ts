// What of the list is shown is part of its address: a link shows somebody else the same.

export interface ComputeSearch {
  readonly find?: string
  readonly mine?: boolean
  readonly sort?: ComputeColumn
  readonly down?: boolean
}

export const computeColumns = ['name', 'state', 'owner', 'size', 'next', 'cost', 'created'] as const
export type ComputeColumn = (typeof computeColumns)[number]

export function readComputeSearch(search: Readonly<Record<string, unknown>>): ComputeSearch {
  const { find, mine, sort, down } = search
  return {
    ...(typeof find === 'string' && find !== '' ? { find } : {}),
    ...(mine === true ? { mine } : {}),
    ...(computeColumns.some((column) => column === sort) ? { sort: sort as ComputeColumn } : {}),
    ...(down === true ? { down } : {}),
  }
}
