// A file as it grows, as lines of plain text. Bytes come in pieces that end anywhere: in a character, in a colour, in a line.
// Bounded, so that a program that prints without end does not fill the browser: the oldest lines go first.

import { plainLine } from '../../../ui/plain-line.ts'

/** Longer ones go on in the next line, or laying one out would stop the page. */
export const longestLine = 2_000
export const mostLines = 400_000

export class LogBuffer {
  #decoder = new TextDecoder()
  #lines: string[] = []
  /** The last line, not ended yet; as it came. */
  #open = ''
  #dropped = 0
  #offset = 0
  #found = { wanted: '', upTo: 0, lines: [] as number[] }

  /** Bytes taken so far, those passed over at the beginning among them. */
  get offset(): number {
    return this.#offset
  }

  /** Of those to show. */
  get length(): number {
    return this.#lines.length + (this.#open === '' ? 0 : 1)
  }

  /** True: it does not begin where the file does. */
  get isCutOff(): boolean {
    return this.#dropped > 0
  }

  line(index: number): string {
    return this.#lines[index] ?? plainLine(this.#open)
  }

  /** Begins at a byte of the file. */
  startAt(offset: number): void {
    this.#decoder = new TextDecoder()
    this.#lines = []
    this.#open = ''
    this.#dropped = offset
    this.#offset = offset
    this.#found = { wanted: '', upTo: 0, lines: [] }
  }

  append(bytes: Uint8Array): void {
    this.#offset += bytes.length
    const lines = (this.#open + this.#decoder.decode(bytes, { stream: true })).split('\n')
    this.#open = lines.pop() ?? ''
    for (const line of lines) this.#push(plainLine(line))
    while (this.#open.length > longestLine) {
      this.#push(plainLine(this.#open.slice(0, longestLine)))
      this.#open = this.#open.slice(longestLine)
    }
    this.#drop()
  }

  /** Indexes of the lines that hold `wanted`, in any case; looked for once in each line. */
  find(wanted: string): readonly number[] {
    const lower = wanted.toLowerCase()
    if (lower === '') return []
    if (this.#found.wanted !== lower) this.#found = { wanted: lower, upTo: 0, lines: [] }
    const { lines, upTo } = this.#found
    for (let index = upTo; index < this.#lines.length; index++)
      if (this.#lines[index]?.toLowerCase().includes(lower)) lines.push(index)
    this.#found.upTo = this.#lines.length
    const isInLast = this.#open !== '' && plainLine(this.#open).toLowerCase().includes(lower)
    return isInLast ? [...lines, this.#lines.length] : lines
  }

  #push(line: string): void {
    if (line.length <= longestLine) this.#lines.push(line)
    else for (let at = 0; at < line.length; at += longestLine) this.#lines.push(line.slice(at, at + longestLine))
  }

  /** Half at a time, so that it is rare. */
  #drop(): void {
    if (this.#lines.length <= mostLines) return
    const gone = this.#lines.length - mostLines / 2
    this.#lines = this.#lines.slice(gone)
    this.#dropped += gone
    this.#found = { wanted: '', upTo: 0, lines: [] }
  }
}
