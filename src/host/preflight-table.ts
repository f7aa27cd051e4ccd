// The preflight as a person reads it.

import type { PreflightRow } from './preflight.ts'

const marks = { ok: '✓', do: '+', note: '!', block: '✗' } as const

/** Lines of the table, then what it will cost, then what to do about what blocks. */
export function preflightTable(rows: readonly PreflightRow[]): string[] {
  const width = Math.max(...rows.map((row) => row.name.length))
  return [
    ...rows.map((row) => `  ${marks[row.status]} ${row.name.padEnd(width)}  ${row.detail}${cost(row)}`),
    ...total(rows),
    ...rows.flatMap((row) => (row.status === 'block' ? [`  ${row.name}: ${row.nextStep ?? 'cannot go on'}`] : [])),
  ]
}

function cost(row: PreflightRow): string {
  return row.megabytes === undefined ? '' : ` (about ${row.megabytes} MB, ${duration(row.seconds ?? 0)})`
}

function total(rows: readonly PreflightRow[]): string[] {
  const megabytes = rows.reduce((sum, row) => sum + (row.megabytes ?? 0), 0)
  const seconds = rows.reduce((sum, row) => sum + (row.seconds ?? 0), 0)
  return megabytes === 0
    ? []
    : [`  To be installed: about ${megabytes} MB on disk, about ${duration(seconds)} on a fast line.`]
}

function duration(seconds: number): string {
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
