// docs/compatibility.md as a place where the written rows stand between two marks.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ContractRows } from './row-section.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
const page = join(docs, 'compatibility.md')
const begin = '<!-- written by `npm run compatibility` -->\n'
const end = '\n<!-- end of what is written -->'

export const compatibilityPage = {
  rows(): ContractRows {
    return JSON.parse(readFileSync(join(docs, 'contract-rows.json'), 'utf8')) as ContractRows
  },
  /** What stands between the marks. */
  section(): string {
    const text = readFileSync(page, 'utf8')
    return text.slice(text.indexOf(begin) + begin.length, text.indexOf(end))
  },
  write(section: string): void {
    const text = readFileSync(page, 'utf8')
    const [head, tail] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))]
    writeFileSync(page, `${head}${begin}${section}${tail}`)
  },
}
