// The part of docs/compatibility.md that a test run writes: row → test → client → engine → passed.

import { namedRows } from './named-rows.ts'
import type { RowResult } from './row-result.ts'
import { testedWith } from './tested-with.ts'

/** One row of the contract, as docs/contract-rows.json has it. A note is for what is not, or not wholly, offered. */
export interface ContractRow {
  readonly what: string
  readonly offered?: 'no' | 'partly' | 'stand-in' | 'nothing to do'
  readonly note?: string
}

export type ContractRows = Readonly<Record<string, ContractRow>>

/** More titles than these of one file are counted. */
const shownTitles = 2

export function rowSection(rows: ContractRows, results: readonly RowResult[]): string {
  const lines = Object.entries(rows).flatMap(([row, contract]) => {
    const proofs = proofsOf(row, results)
    const word = wordFor(contract, proofs.length > 0)
    const head = `| ${row} | ${escaped(contract.what)} | ${word}`
    if (proofs.length === 0) return [`${head} | – | – | – | – |`]
    return proofs.map((proof, index) => `${index === 0 ? head : `| ${row} | | `} | ${proof} |`)
  })
  return ['| Row | What | Holds | Test | Client | Engine | Run |', `|${' --- |'.repeat(7)}`, ...lines].join('\n')
}

function wordFor({ offered, note }: ContractRow, isProven: boolean): string {
  const word = offered === undefined ? (isProven ? 'yes' : 'no test names it') : `*${offered}*`
  return note === undefined ? word : `${word}: ${note}`
}

/** One cell line for each file, in the order of the files. */
function proofsOf(row: string, results: readonly RowResult[]): string[] {
  const named = results.filter(({ rows, state }) => rows.includes(row) && state === 'passed')
  const files = [...new Set(named.map(({ file }) => file))].sort()
  return files.map((file) => {
    const titles = [...new Set(named.filter((one) => one.file === file).map(({ title }) => titleFor(title)))].sort()
    const more = titles.length > shownTitles ? `; ${titles.length - shownTitles} more` : ''
    const { client, engine } = testedWith(file)
    return `\`${file}\`: ${escaped(titles.slice(0, shownTitles).join('; '))}${more} | ${client} | ${engine} | passed`
  })
}

/** Short, and without the rows, which stand in their own column. */
function titleFor(title: string): string {
  const plain =
    namedRows(title).length === 0 ? title : title.replaceAll(/\(?\b(?:CI|BA|PO)-C?\d+(?:…\d+)?\)?[,:]?\s*/g, '')
  const line = plain.replaceAll(/\s+/g, ' ').trim()
  return line.length > 140 ? `${line.slice(0, 139)}…` : line
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
