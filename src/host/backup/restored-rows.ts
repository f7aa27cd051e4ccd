// The rows of a backup on their way into a database: checked one by one against the tables there are, and called anew where
// the installation is.

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { PlainRow, RowPage } from '../../store/snapshot.ts'
import type { TableShape } from '../../store/table-shapes.ts'
import { ArchiveError } from './archive-error.ts'
import type { Unpacked } from './unpack.ts'

const rowSchema = z.record(z.string(), z.union([z.string(), z.int(), z.null()]))

export interface RestoredRowsOptions {
  readonly files: Unpacked['rows']
  readonly shapes: readonly TableShape[]
  /** What a machine's key becomes, within any text. */
  readonly renameKeys: (text: string) => string
}

/** Throws `ArchiveError` at the first row that is not one of ours. */
export async function* restoredRows({ files, shapes, renameKeys }: RestoredRowsOptions): AsyncGenerator<RowPage> {
  // Rows come after those they point to, however an earlier version ordered its files.
  const placeOf = (table: string) => shapes.findIndex(({ name }) => name === table)
  for (const { table, path } of [...files].sort((a, b) => placeOf(a.table) - placeOf(b.table))) {
    const columns = shapes.find(({ name }) => name === table)?.columns
    if (columns === undefined) throw new ArchiveError(`the archive has rows of a table '${table}', which there is not`)
    const text = await readFile(path, 'utf8')
    const lines = text.split('\n').filter((line) => line !== '')
    const rows = lines.map((line) => parsedRow(line, table, columns))
    // Machines are named in the rows of nodes alone; see `machineKey` in fleet/node-rows.ts.
    yield { table, rows: table === 'resources' ? rows.map((row) => renamed(row, renameKeys)) : rows }
  }
}

function parsedRow(line: string, table: string, columns: readonly string[]): PlainRow {
  const row = rowSchema.safeParse(parsed(line)).data
  if (row === undefined || !Object.keys(row).every((name) => columns.includes(name))) {
    throw new ArchiveError(`a row of '${table}' in the archive is not one Carrel writes`)
  }
  return row
}

function renamed(row: PlainRow, renameKeys: (text: string) => string): PlainRow {
  const text = (value: PlainRow[string] | undefined) =>
    typeof value === 'string' ? renameKeys(value) : (value ?? null)
  return { ...row, desired: text(row['desired']), observed: text(row['observed']) }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
