import { ArmError } from '../../base/errors.ts'

export type StateFilter = (document: Readonly<Record<string, unknown>>) => boolean

const term = /^\s*(\w+)\s+(eq|ne)\s+(?:'((?:[^']|'')*)'|(true|false))\s*$/i

/** Members of a state with `eq` or `ne`, joined by `and`. Another filter is refused: ignoring it would show what was not asked for. */
export function readStateFilter(filter: string | null): StateFilter {
  const terms = splitTerms(filter ?? '')
  const tests = terms.map((text): StateFilter => {
    const [, name, operator, quoted, word] = term.exec(text) ?? []
    if (name === undefined || operator === undefined) {
      throw new ArmError(
        400,
        'UnsupportedQuery',
        `The filter '${text.slice(0, 100)}' is not supported. Use a member of a state with eq or ne, joined by and: complianceState eq 'NonCompliant'.`,
      )
    }
    const wanted = (quoted?.replaceAll("''", "'") ?? word ?? '').toLowerCase()
    return (document) => {
      const key = Object.keys(document).find((each) => each.toLowerCase() === name.toLowerCase())
      const isSame = key !== undefined && String(document[key]).toLowerCase() === wanted
      return isSame === (operator.toLowerCase() === 'eq')
    }
  })
  return (document) => tests.every((test) => test(document))
}

/** An `and` inside of quotes joins nothing. */
function splitTerms(filter: string): string[] {
  const parts = filter.match(/(?:'(?:[^']|'')*'|\s(?!and\s)|[^'\s])+/gi) ?? []
  return parts.map((part) => part.trim().replace(/^and\s+/i, '')).filter((part) => part !== '')
}
