// The documents name files and rows; what they name is there.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compatibilityPage } from './rows/compatibility-page.ts'
import { namedRows } from './rows/named-rows.ts'

const root = join(import.meta.dirname, '..')
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort()
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

describe('the documents', () => {
  test('link to what exists', () => {
    const broken = documents.flatMap((path) =>
      [...read(path).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => join(dirname(path), target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${path} → ${target}`),
    )
    expect(broken).toEqual([])
  })

  test('name files that exist, except where a guide has them made', () => {
    const missing = documents
      .filter((path) => !path.startsWith('docs/guides/'))
      .flatMap((path) =>
        [...read(path).matchAll(/`((?:src|test|docs|bench)\/[\w./-]+\.\w+)`/g)]
          .map(([, named = '']) => named)
          .filter((named) => !named.includes('NNNN') && !existsSync(join(root, named)))
          .map((named) => `${path}: ${named}`),
      )
    expect(missing).toEqual([])
  })

  test('say of each row of the contract what it is, and that it holds only where a test names it', () => {
    const page = read('docs/compatibility.md')
    const lines = [...page.matchAll(/^\| ((?:CI|BA|PO)-C?\d+) \| .* \| (?:`([^`]+)`: .* \| passed|–) \|$/gm)]
    const unproven = lines.filter(([, row = '', file]) => file !== undefined && !named(file).has(row))
    expect(unproven.map(([, row, file]) => `${row}: ${file}`)).toEqual([])
    expect(page).not.toContain('no test names it')
  })

  const contract = join(root, '../shared/contract.md')
  test.skipIf(!existsSync(contract))('speak of every row of the contract that is about what is offered', () => {
    const rows = Object.keys(compatibilityPage.rows())
    const all = namedRows(readFileSync(contract, 'utf8')).filter((row) => /-(C\d|\d\d)/.test(row))
    expect(all.filter((row) => !rows.includes(row))).toEqual([])
  })
})

/** The rows that a test file names, or a part of it that other tests share. */
function named(file: string): Set<string> {
  if (!existsSync(join(root, file))) return new Set()
  const parts = globSync([file, file.replace(/\.test\.ts$/, '{.contract.ts,/**/*.ts}')], { cwd: root })
  return new Set(parts.flatMap((part) => namedRows(read(part))))
}
