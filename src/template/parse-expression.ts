// The template language's expressions: a string that starts with `[` and ends with `]`, read into a tree whose every node
// knows its column. `[[…]` is no expression but the text `[…]`.

import { TemplateFault } from './template-fault.ts'
import { type Token, tokenize } from './tokenize.ts'

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number; readonly column: number }
  | {
      readonly kind: 'call'
      /** Of a user's function, `contoso` in `contoso.name()`. */
      readonly namespace: string | undefined
      readonly name: string
      readonly args: readonly Expression[]
      readonly column: number
    }
  | {
      readonly kind: 'member'
      readonly of: Expression
      readonly member: Expression
      /** Written `.?`: absent is null. */
      readonly isOptional: boolean
      readonly column: number
    }

export const maxExpressionLength = 24_576
const maxDepth = 100

export function isExpression(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[')
}

/** What a string that is no expression stands for. */
export function unescapeText(text: string): string {
  return text.startsWith('[[') && text.endsWith(']') ? text.slice(1) : text
}

/** The text that stands for this one in a template, so that it is not taken for an expression. */
export function escapeText(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? `[${text}` : text
}

/** @throws TemplateFault that names the column. */
export function parseExpression(text: string): Expression {
  if (text.length > maxExpressionLength) {
    const reason = `An expression of ${text.length} characters is longer than the ${maxExpressionLength} allowed.`
    throw new TemplateFault(reason, { expression: text })
  }
  const reader = new Reader(text)
  const expression = readExpression(reader, 0)
  reader.expectEnd()
  return expression
}

class Reader {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokenize(text)
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', value: '', column: this.#text.length }
  }

  take(): Token {
    const token = this.next
    this.#at++
    return token
  }

  /** Takes the sign if it is the next one. */
  takes(sign: string): boolean {
    const isNext = this.next.kind === 'sign' && this.next.value === sign
    if (isNext) this.#at++
    return isNext
  }

  expect(sign: string): void {
    if (!this.takes(sign)) throw this.unexpected(`'${sign}'`)
  }

  expectEnd(): void {
    if (this.next.kind !== 'end') throw this.unexpected('the end of the expression')
  }

  unexpected(wanted: string): TemplateFault {
    const { kind, value, column } = this.next
    const found = kind === 'end' ? 'the expression ends' : `'${value}' stands`
    return this.fault(`Expected ${wanted} where ${found}.`, column)
  }

  fault(reason: string, column: number): TemplateFault {
    return new TemplateFault(reason, { expression: this.#text, column })
  }
}

function readExpression(reader: Reader, depth: number): Expression {
  if (depth > maxDepth) {
    throw reader.fault(`Calls stand in each other more than ${maxDepth} levels deep.`, reader.next.column)
  }
  let expression = readStart(reader, depth)
  for (;;) {
    const { column } = reader.next
    const isSafe = reader.takes('.?')
    if (isSafe || reader.takes('.')) {
      if (reader.next.kind !== 'name') throw reader.unexpected('the name of a property')
      const name = reader.take()
      const member = { kind: 'literal' as const, value: name.value, column: name.column }
      expression = { kind: 'member', of: expression, member, isOptional: isSafe, column }
    } else if (reader.takes('[')) {
      const member = readExpression(reader, depth + 1)
      reader.expect(']')
      expression = { kind: 'member', of: expression, member, isOptional: false, column }
    } else return expression
  }
}

function readStart(reader: Reader, depth: number): Expression {
  const token = reader.next
  if (token.kind === 'text') return { kind: 'literal', value: reader.take().value, column: token.column }
  if (token.kind === 'number') return { kind: 'literal', value: readNumber(reader), column: token.column }
  if (token.kind === 'name') return readCall(reader, depth)
  throw reader.unexpected('a function, a string in single quotes or a number')
}

function readNumber(reader: Reader): number {
  const { value, column } = reader.take()
  const number = Number(value)
  if (!value.includes('.') && !Number.isSafeInteger(number)) {
    throw reader.fault(`The integer ${value} is beyond 9007199254740991.`, column)
  }
  return number
}

function readCall(reader: Reader, depth: number): Expression {
  const first = reader.take()
  const isNamespaced = reader.takes('.')
  if (isNamespaced && reader.next.kind !== 'name') throw reader.unexpected('the name of a function')
  const name = isNamespaced ? reader.take().value : first.value
  const namespace = isNamespaced ? first.value : undefined
  if (!reader.takes('(')) throw reader.unexpected(`'(' after '${namespace ? `${namespace}.` : ''}${name}'`)
  const args: Expression[] = []
  if (!reader.takes(')')) {
    do args.push(readExpression(reader, depth + 1))
    while (reader.takes(','))
    reader.expect(')')
  }
  return { kind: 'call', namespace, name, args, column: first.column }
}
