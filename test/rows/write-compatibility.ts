// npm run compatibility: writes the rows of docs/compatibility.md from what the last run of the tests left.

import { compatibilityPage } from './compatibility-page.ts'
import { rowResultsFolder } from './row-results-folder.ts'
import { rowSection } from './row-section.ts'

if (rowResultsFolder.isThere()) write()
else {
  console.error('No run of the tests has left anything here. Run ./carrel test first.')
  process.exitCode = 1
}

function write(): void {
  const results = rowResultsFolder.load()
  compatibilityPage.write(rowSection(compatibilityPage.rows(), results))
  console.log(`${new Set(results.flatMap(({ rows }) => rows)).size} rows named by ${results.length} tests`)
}
