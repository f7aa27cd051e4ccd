/** One column of a table: upper-case title, and what a row shows there. Anything printable; objects become JSON. */
export interface Column<T> {
  readonly title: string
  readonly cell: (row: T) => unknown
}

export interface Listing<T> {
  readonly columns: readonly Column<T>[]
  /** In place of an empty table: what there is none of and the command that makes the first. */
  readonly empty: string
  /** The API's own document, printed in other formats than a table, where the rows were made from one. */
  readonly document?: unknown
}
