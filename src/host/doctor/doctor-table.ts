// The diagnoses as a person reads them: one line each, then how to mend what is not well.

import type { Diagnosis } from './diagnosis.ts'

const marks = { ok: '✓', warn: '!', fail: '✗', skip: '–' } as const

export function doctorTable(checks: readonly Diagnosis[]): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lines = checks.flatMap(({ status, name, detail, mend }) => [
    `${marks[status]} ${name.padEnd(width)}  ${detail}`,
    ...(mend === undefined || status === 'skip' ? [] : [`  ${' '.repeat(width)}  → ${mend}`]),
  ])
  return [...lines, '', verdict(checks)]
}

function verdict(checks: readonly Diagnosis[]): string {
  const count = (status: Diagnosis['status']) => checks.filter((check) => check.status === status).length
  const [failures, warnings, skipped] = [count('fail'), count('warn'), count('skip')]
  const parts = [
    ...(failures > 0 ? [plural(failures, 'failure')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(skipped > 0 ? [`${skipped} only root can tell`] : []),
  ]
  return parts.length === 0 ? 'All is well.' : `${parts.join(', ')}.`
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
