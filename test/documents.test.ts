// The documents name files and rows; what they name is there.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

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

  test('prove each row of the compatibility table by a test that names it, or say how else', () => {
    const unproven = rowsOf(read('docs/compatibility.md'))
      .filter(({ proof }) => !/[(–]/.test(proof))
      .filter(({ row, files }) => !files.some((file) => numbersIn(read(file)).has(row)))
    expect(unproven.map(({ row }) => row)).toEqual([])
  })
})

interface Row {
  readonly row: string
  readonly proof: string
  readonly files: readonly string[]
}

/** Rows whose first cell is a number such as `CI-17`; the last cell is the proof. */
function rowsOf(text: string): Row[] {
  return [...text.matchAll(/^\| ((?:CI|BA)-C?\d+)[^|]*\|.*\| ([^|]*) \|$/gm)].map(([, row = '', proof = '']) => ({
    row,
    proof,
    files: [...proof.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }))
}

/** With ranges such as `CI-18…22` in full. */
function numbersIn(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/((?:CI-C?|BA-))(\d+)(?:…(\d+))?/g)].flatMap(([, kind = '', first = '', last = first]) =>
      Array.from({ length: Number(last) - Number(first) + 1 }, (_, step) => `${kind}${Number(first) + step}`),
    ),
  )
}
