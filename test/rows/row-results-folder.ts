// What the stages of a run left for `npm run compatibility`: one file for each stage, written whole.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RowResult } from './row-result.ts'

const folder = join(import.meta.dirname, '..', '..', 'test-results', 'rows')

export const rowResultsFolder = {
  save(stage: string, results: readonly RowResult[]): void {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${stage}.json`), JSON.stringify(results))
  },
  isThere: (): boolean => existsSync(folder),
  /** Of all stages that have run here; throws when none has. */
  load(): RowResult[] {
    return readdirSync(folder)
      .sort()
      .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as RowResult[])
  },
}
