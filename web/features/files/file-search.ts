// Which folder is shown, which file of it is open, and in what order: all of it in the address.

export interface FileSearch {
  /** The folder, from the share inwards; absent: the share itself. */
  readonly path?: string
  /** The name of the file that is open. */
  readonly file?: string
  /** A notebook as the text it is made of. */
  readonly source?: boolean
  readonly sort?: FileColumn
  readonly down?: boolean
}

export const fileColumns = ['name', 'size', 'modified'] as const
export type FileColumn = (typeof fileColumns)[number]

export function readFileSearch(search: Readonly<Record<string, unknown>>): FileSearch {
  const { path, file, source, sort, down } = search
  return {
    ...named('path', textOf(path).replace(/^\/+|\/+$/g, '')),
    ...named('file', textOf(file)),
    ...(source === true ? { source } : {}),
    ...(fileColumns.some((column) => column === sort) ? { sort: sort as FileColumn } : {}),
    ...(down === true ? { down } : {}),
  }
}

/** A folder may be called `2024` or `true`, which an address gives as what they look like. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function named(name: 'path' | 'file', value: string): Partial<Record<'path' | 'file', string>> {
  return value === '' ? {} : { [name]: value }
}
