// JSON as it is written in template files and as `az` sends it around one: comments, line breaks within strings, names
// without quotes, commas at the end, a byte order mark. On routes of deployments alone; elsewhere JSON is JSON.

import { ArmError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'

/** @throws ArmError 400 `InvalidRequestContent` that names line and column. */
export function parseTemplateText(text: string): Json {
  const reader = new Reader(text)
  const value = readValue(reader, 0)
  if (reader.next !== '') throw reader.unexpected('the end')
  return value
}

const maxDepth = 200

/** Each character is looked at once: the text may be megabytes of anything. */
class Reader {
  readonly #text: string
  #at: number

  constructor(text: string) {
    this.#text = text
    this.#at = text.startsWith('\uFEFF') ? 1 : 0
  }

  /** The next character that is neither blank nor in a comment; '' at the end. */
  get next(): string {
    for (;;) {
      const character = this.#text.charAt(this.#at)
      if (character === '/' && this.#text.startsWith('//', this.#at)) this.#skipPast('\n', 2)
      else if (character === '/' && this.#text.startsWith('/*', this.#at)) this.#skipPast('*/', 2)
      else if (character !== '' && /\s/.test(character)) this.#at++
      else return character
    }
  }

  takes(sign: string): boolean {
    if (this.next !== sign) return false
    this.#at++
    return true
  }

  /** What the sticky pattern matches here; undefined where it does not. */
  takeMatch(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    if (found !== undefined) this.#at += found.length
    return found
  }

  /** From the quote on. */
  takeString(): string {
    const from = this.#at
    let end = from + 1
    while (end < this.#text.length && this.#text.charAt(end) !== '"') end += this.#text.charAt(end) === '\\' ? 2 : 1
    if (end >= this.#text.length) throw this.unexpected('the closing quote of this string')
    const quoted = this.#text.slice(from, end + 1)
    try {
      const string: unknown = JSON.parse(quoted.replaceAll(/\p{Cc}/gu, escapedControl))
      this.#at = end + 1
      return String(string)
    } catch {
      throw this.unexpected('a string whose escapes are those of JSON')
    }
  }

  unexpected(wanted: string): ArmError {
    const before = this.#text.slice(0, this.#at).split('\n')
    const where = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
    // One character tells enough, and is no secret that lost its quotes.
    const found = this.#at < this.#text.length ? `'${this.#text.charAt(this.#at)}' stands` : 'the text ends'
    const message = `The content is not valid JSON: expected ${wanted} where ${found} (${where}).`
    return new ArmError(400, 'InvalidRequestContent', message)
  }

  #skipPast(mark: string, from: number): void {
    const found = this.#text.indexOf(mark, this.#at + from)
    this.#at = found < 0 ? this.#text.length : found + mark.length
  }
}

function readValue(reader: Reader, depth: number): Json {
  if (depth > maxDepth) throw reader.unexpected(`at most ${maxDepth} levels`)
  const { next } = reader
  if (next === '{') return readObject(reader, depth)
  if (next === '[') return readList(reader, depth)
  if (next === '"') return reader.takeString()
  const word = reader.takeMatch(/(?:true|false|null)\b|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y)
  if (word === undefined) throw reader.unexpected('a value')
  return JSON.parse(word) as Json
}

function readObject(reader: Reader, depth: number): Json {
  const members: [string, Json][] = []
  reader.takes('{')
  while (!reader.takes('}')) {
    const name = reader.next === '"' ? reader.takeString() : reader.takeMatch(/[A-Za-z_$][\w$]*/y)
    if (name === undefined) throw reader.unexpected('the name of a property')
    if (!reader.takes(':')) throw reader.unexpected("':'")
    members.push([name, readValue(reader, depth + 1)])
    if (!reader.takes(',') && reader.next !== '}') throw reader.unexpected("',' or '}'")
  }
  return Object.fromEntries(members)
}

function readList(reader: Reader, depth: number): Json {
  const list: Json[] = []
  reader.takes('[')
  while (!reader.takes(']')) {
    list.push(readValue(reader, depth + 1))
    if (!reader.takes(',') && reader.next !== ']') throw reader.unexpected("',' or ']'")
  }
  return list
}

/** Line breaks and tabs within a string; not those beyond ASCII, which JSON allows. */
function escapedControl(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x20 ? `\\u${code.toString(16).padStart(4, '0')}` : character
}
