// Cuts the inside of an expression into words, each with its column in the whole string.

import { TemplateFault } from './template-fault.ts'

export interface Token {
  /** `sign` is one of `( ) [ ] , .` or `.?`; `end` closes every list. */
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'end'
  /** For `text` without quotes and with `''` resolved. */
  readonly value: string
  /** From 1. */
  readonly column: number
}

const pattern =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<number>[+-]?\d+(?:\.\d+)?)|'(?<text>(?:[^']|'')*)'|(?<sign>\.\?|[()[\],.]))/y

/** `source` is the whole string; what lies between its first and last character is read. */
export function tokenize(source: string): Token[] {
  const inside = source.slice(0, -1)
  const tokens: Token[] = []
  let at = 1
  while (inside.slice(at).trim() !== '') {
    pattern.lastIndex = at
    const groups = pattern.exec(inside)?.groups
    if (groups === undefined) throw unreadable(source, at)
    tokens.push(tokenOf(groups, inside, at))
    at = pattern.lastIndex
  }
  tokens.push({ kind: 'end', value: '', column: source.length })
  return tokens
}

function tokenOf(groups: Record<string, string | undefined>, inside: string, from: number): Token {
  const column = from + (/\S/.exec(inside.slice(from))?.index ?? 0) + 1
  const { name, number, text, sign } = groups as { name?: string; number?: string; text?: string; sign?: string }
  if (name !== undefined) return { kind: 'name', value: name, column }
  if (number !== undefined) return { kind: 'number', value: number, column }
  if (text !== undefined) return { kind: 'text', value: text.replaceAll("''", "'"), column }
  return { kind: 'sign', value: sign ?? '', column }
}

function unreadable(source: string, from: number): TemplateFault {
  const column = from + (/\S/.exec(source.slice(from))?.index ?? 0) + 1
  const character = source[column - 1] ?? ''
  const reason =
    character === "'"
      ? 'A string is not closed: a single quote is missing.'
      : `The character '${character}' is not expected here.`
  return new TemplateFault(reason, { expression: source, column })
}
