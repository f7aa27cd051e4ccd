// From what the API answered to text in the format asked for. Pure.

import { search } from '@aws-lambda-powertools/jmespath'
import { stringify } from 'yaml'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { printableCell } from './printable-cell.ts'
import { fieldsText, type TableText, tableText } from './table.ts'

export const formats = ['table', 'json', 'yaml', 'tsv'] as const
export type Format = (typeof formats)[number]

export interface Rendering {
  readonly format: Format
  /** JMESPath; what it answers is printed in place of the value. */
  readonly query: string | undefined
  /** Columns of the terminal; undefined: it is none. */
  readonly width: number | undefined
}

/** A command's own way to show a value as a table; the titles of one thing's fields otherwise. */
export interface Shown {
  readonly value: unknown
  readonly titles: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** One thing: its fields stand one below the other. */
  readonly isOne: boolean
  /** In place of a table without rows: what to do next. */
  readonly empty: string
}

export function render(shown: Shown, { format, query, width }: Rendering): string {
  const value = query === undefined ? shown.value : queried(query, shown.value)
  if (format === 'json') return `${JSON.stringify(value ?? null, undefined, 2)}\n`
  if (format === 'yaml') return stringify(value ?? null)
  const table = query === undefined ? tableOf(shown) : found(value)
  if (format === 'tsv') return table.rows.map((row) => `${row.join('\t')}\n`).join('')
  if (query === undefined && table.rows.length === 0) return `${shown.empty}\n`
  if (query === undefined && shown.isOne) return fields(table)
  return table.titles.length === 0 ? table.rows.map((row) => `${row.join('  ')}\n`).join('') : tableText(table, width)
}

function tableOf({ titles, rows }: Shown): TableText {
  return { titles, rows: rows.map((row) => row.map(printableCell)) }
}

function fields({ titles, rows }: TableText): string {
  const [row = []] = rows
  return fieldsText(
    titles.map((title, column) => [title, row[column] ?? ''] as const).filter(([, cell]) => cell !== ''),
  )
}

function queried(query: string, value: unknown): unknown {
  try {
    return search(query, (value ?? null) as Parameters<typeof search>[1])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliFailure(
      `--query is not a JMESPath expression: ${reason}`,
      'see https://jmespath.org; quote the expression for the shell',
      exitCodes.badUsage,
    )
  }
}

/** What a query found: objects by their names, lists as rows, anything else as itself. */
function found(value: unknown): TableText {
  const rows = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]
  const titles = [...new Set(rows.flatMap((row) => (isRecord(row) ? Object.keys(row) : [])))]
  if (titles.length > 0)
    return { titles, rows: rows.map((row) => titles.map((title) => printableCell(isRecord(row) ? row[title] : row))) }
  return { titles: [], rows: rows.map((row) => (Array.isArray(row) ? row : [row]).map(printableCell)) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
