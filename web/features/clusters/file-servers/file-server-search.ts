// What of the list is shown is part of its address.

export interface FileServerSearch {
  readonly find?: string
  readonly sort?: FileServerColumn
  readonly down?: boolean
}

const columns = ['name', 'workspace', 'created', 'action'] as const
export type FileServerColumn = (typeof columns)[number]

export function readFileServerSearch(search: Readonly<Record<string, unknown>>): FileServerSearch {
  const { find, sort, down } = search
  const column = columns.find((each) => each === sort)
  return {
    ...(typeof find === 'string' && find !== '' ? { find } : {}),
    ...(column === undefined ? {} : { sort: column }),
    ...(down === true ? { down } : {}),
  }
}
