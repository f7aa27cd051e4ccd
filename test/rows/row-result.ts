/** What became of one test whose title names rows of the contract. */
export interface RowResult {
  readonly rows: readonly string[]
  /** From the root of the repository. */
  readonly file: string
  /** With those of the groups it stands in. */
  readonly title: string
  readonly state: 'passed' | 'failed' | 'skipped'
}
