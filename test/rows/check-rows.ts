// After a whole run: what docs/compatibility.md says has passed, passed in this run, or was skipped with its reason.

import type { StageResult } from '../run/stage-result.ts'
import { namedRows } from './named-rows.ts'
import type { RowResult } from './row-result.ts'

/** One count for each line of the page that names a test. */
export function checkRows(section: string, results: readonly RowResult[]): StageResult {
  const lines = [...section.matchAll(/^\| (\S+) \|.*? \| `([^`]+)`: .* \| passed \|$/gm)]
  const broken = lines.filter(([, row = '', file]) => {
    const named = results.filter((one) => one.file === file && one.rows.includes(row))
    return named.length === 0 || named.some(({ state }) => state === 'failed')
  })
  const listed = new Set(lines.map(([, row, file]) => `${row} ${file}`))
  const missing = new Set(
    results
      .filter(({ state }) => state === 'passed')
      .flatMap(({ rows, file }) => rows.map((row) => `${row} ${file}`))
      .filter((proof) => namedRows(proof).length > 0 && !listed.has(proof)),
  )
  return {
    passed: lines.length - broken.length,
    skipped: [],
    failures: broken.map(([, row, file]) => ({
      title: `docs/compatibility.md, ${row}`,
      text: `It says that ${file} has shown it; in this run it did not. \`npm run compatibility\` writes the page anew.`,
    })),
    output: missing.size === 0 ? [] : [`${missing.size} proofs are not on the page yet: npm run compatibility`],
  }
}
