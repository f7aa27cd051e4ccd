// JSON as people write templates: comments, strings over several lines, trailing commas, a byte order mark, and names
// without quotes, as the Azure command line sends them. For templates alone; all else is read by the strict parser.

/** Of arrays and objects in one another: reading must not overflow the stack. */
const maxDepth = 64
/** Several times what the largest template has. */
const maxValues = 200_000

/** What could not be read, and where: line and column count from 1. */
export class TolerantJsonError extends Error {
  override readonly name = 'TolerantJsonError'
}

/** Throws `TolerantJsonError`. A name given twice keeps its last value, as in JSON. */
export function parseTolerantJson(text: string): unknown {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.end()
  return value
}

const literals: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class Reader {
  readonly #text: string
  #at = 0
  #values = 0

  constructor(text: string) {
    this.#text = text
    if (text.startsWith('\uFEFF')) this.#at = 1
  }

  value(depth: number): unknown {
    if (depth > maxDepth) throw this.#fault(`nested more than ${maxDepth} levels deep`)
    if (++this.#values > maxValues) throw this.#fault(`more than ${maxValues} values`)
    const next = this.#peek()
    if (next === '{') return this.#object(depth)
    if (next === '[') return this.#array(depth)
    if (next === '"' || next === "'") return this.#string()
    return this.#word()
  }

  end(): void {
    if (this.#peek() !== '') throw this.#fault('text after the end')
  }

  #object(depth: number): Record<string, unknown> {
    this.#at++
    const members: [string, unknown][] = []
    while (this.#peek() !== '}') {
      const name = this.#name()
      if (this.#peek() !== ':') throw this.#fault(`no ':' after the name ${JSON.stringify(name.slice(0, 60))}`)
      this.#at++
      members.push([name, this.value(depth + 1)])
      this.#separator('}')
    }
    this.#at++
    return Object.fromEntries(members)
  }

  #array(depth: number): unknown[] {
    this.#at++
    const items: unknown[] = []
    while (this.#peek() !== ']') {
      items.push(this.value(depth + 1))
      this.#separator(']')
    }
    this.#at++
    return items
  }

  #separator(close: string): void {
    const next = this.#peek()
    if (next === ',') this.#at++
    else if (next !== close) throw this.#fault(`neither ',' nor '${close}'`)
  }

  #name(): string {
    const next = this.#peek()
    if (next === '"' || next === "'") return this.#string()
    const [name] = this.#match(/[A-Za-z_$][\w$]*/y) ?? []
    if (name === undefined) throw this.#fault('no name of a member')
    return name
  }

  #string(): string {
    const quote = this.#text[this.#at]
    const plain = quote === '"' ? /[^"\\]*/y : /[^'\\]*/y
    const parts: string[] = []
    const start = this.#at++
    for (;;) {
      parts.push(this.#match(plain)?.[0] ?? '')
      const end = this.#text[this.#at++]
      if (end === quote) return parts.join('')
      if (end === undefined) {
        this.#at = start
        throw this.#fault('a string that does not end')
      }
      parts.push(this.#escape())
    }
  }

  #escape(): string {
    const [whole, code] = this.#match(/u([0-9a-fA-F]{4})/y) ?? []
    if (whole !== undefined && code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    const meant = escapes[this.#text[this.#at] ?? '']
    if (meant === undefined) throw this.#fault('an escape that JSON does not have')
    this.#at++
    return meant
  }

  #word(): unknown {
    const [number] = this.#match(/-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?(?![\w.])/y) ?? []
    if (number !== undefined) return Number(number)
    const [word] = this.#match(/[a-z]+/y) ?? []
    if (word !== undefined && Object.hasOwn(literals, word)) return literals[word]
    throw this.#fault('neither a value nor the end of one')
  }

  /** The next character that means something; empty at the end. */
  #peek(): string {
    for (;;) {
      this.#match(/\s*/y)
      if (this.#match(/\/\/[^\n]*/y)) continue
      if (!this.#text.startsWith('/*', this.#at)) return this.#text[this.#at] ?? ''
      const end = this.#text.indexOf('*/', this.#at + 2)
      if (end < 0) throw this.#fault('a comment that does not end')
      this.#at = end + 2
    }
  }

  /** Moves past what matches here; `pattern` is sticky. */
  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text) ?? undefined
    if (found) this.#at = pattern.lastIndex
    return found
  }

  #fault(what: string): TolerantJsonError {
    const before = this.#text.slice(0, this.#at).split('\n')
    return new TolerantJsonError(`${what}, at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`)
  }
}
