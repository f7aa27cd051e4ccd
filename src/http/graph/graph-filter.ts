// The part of OData's filter language that clients of the directory send: comparisons of one property with a text, a
// truth value or null, beginnings, one of several values, joined by `and`, `or` and parentheses. Text is compared
// without regard to case. What is not understood is refused, never left out.

import { ArmError } from '../../base/errors.ts'

type Document = Readonly<Record<string, unknown>>
type Test = (document: Document) => boolean

const maxLength = 4000

/** Throws 400 for what is not understood; `properties` are those that may be asked about. */
export function graphFilter(text: string, properties: ReadonlySet<string>): Test {
  const reader = new Reader(text, properties)
  const test = reader.any()
  reader.end()
  return test
}

class Reader {
  readonly #tokens: readonly string[]
  readonly #properties: ReadonlySet<string>
  readonly #text: string
  #at = 0

  constructor(text: string, properties: ReadonlySet<string>) {
    this.#text = text
    this.#properties = properties
    if (text.length > maxLength) throw this.#unsupported()
    const pattern = /\s*('(?:[^']|'')*'|[\w.]+|[(),:/])/gy
    const tokens: string[] = []
    let read = 0
    for (const match of text.matchAll(pattern)) {
      tokens.push(match[1] ?? '')
      read = match.index + match[0].length
    }
    if (text.slice(read).trim() !== '') throw this.#unsupported()
    this.#tokens = tokens
  }

  any(depth = 0): Test {
    if (depth > 20) throw this.#unsupported()
    const tests = [this.#all(depth)]
    while (this.#isNext('or')) tests.push(this.#all(depth))
    return (document) => tests.some((test) => test(document))
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#unsupported()
  }

  #all(depth: number): Test {
    const tests = [this.#one(depth)]
    while (this.#isNext('and')) tests.push(this.#one(depth))
    return (document) => tests.every((test) => test(document))
  }

  #one(depth: number): Test {
    if (this.#isNext('(')) {
      const test = this.any(depth + 1)
      this.#expect(')')
      return test
    }
    if (this.#isNext('startswith')) return this.#startsWith()
    const property = this.#property()
    if (this.#isNext('/')) return this.#anyOf(property)
    if (this.#isNext('in')) return this.#oneOf(property)
    const isEqual = this.#isNext('eq')
    if (!isEqual) this.#expect('ne')
    const value = this.#value()
    return (document) => same(document[property], value) === isEqual
  }

  #startsWith(): Test {
    this.#expect('(')
    const property = this.#property()
    this.#expect(',')
    const beginning = this.#value()
    this.#expect(')')
    if (typeof beginning !== 'string') throw this.#unsupported()
    return (document) => beginsWith(document[property], beginning)
  }

  /** `names/any(n:n eq 'x')` */
  #anyOf(property: string): Test {
    this.#expect('any')
    this.#expect('(')
    const name = this.#next()
    this.#expect(':')
    this.#expect(name)
    this.#expect('eq')
    const value = this.#value()
    this.#expect(')')
    return (document) => {
      const values: unknown = document[property]
      return Array.isArray(values) && values.some((each) => same(each, value))
    }
  }

  #oneOf(property: string): Test {
    this.#expect('(')
    const values = [this.#value()]
    while (this.#isNext(',')) values.push(this.#value())
    this.#expect(')')
    return (document) => values.some((value) => same(document[property], value))
  }

  #property(): string {
    const name = this.#next()
    const found = [...this.#properties].find((each) => each.toLowerCase() === name.toLowerCase())
    if (found === undefined) throw this.#unsupported(`There is no property '${name.slice(0, 60)}' to filter by.`)
    return found
  }

  #value(): string | boolean | null {
    const token = this.#next()
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
    const word = token.toLowerCase()
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    throw this.#unsupported()
  }

  #next(): string {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw this.#unsupported()
    this.#at++
    return token
  }

  #isNext(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false
    this.#at++
    return true
  }

  #expect(word: string): void {
    if (this.#next().toLowerCase() !== word.toLowerCase()) throw this.#unsupported()
  }

  #unsupported(why = "Offered are eq, ne, in, startswith(property,'…'), property/any(x:x eq '…'), and, or."): ArmError {
    const shown = this.#text.slice(0, 100)
    return new ArmError(400, 'Request_UnsupportedQuery', `The filter "${shown}" is not supported. ${why}`)
  }
}

function same(found: unknown, wanted: string | boolean | null): boolean {
  if (typeof found === 'string' && typeof wanted === 'string') return found.toLowerCase() === wanted.toLowerCase()
  return (found ?? null) === wanted
}

function beginsWith(found: unknown, beginning: string): boolean {
  return typeof found === 'string' && found.toLowerCase().startsWith(beginning.toLowerCase())
}
