// A person at a terminal of a node.

import type { Duplex } from 'node:stream'
import { encodeTerminalFrame, terminalFrame, terminalFrameDecoder } from '../../../src/engine/terminal-frames.ts'

export class Terminal {
  readonly #stream: Duplex
  readonly #exit: Promise<unknown>
  #text = ''
  #waiting: (() => void)[] = []
  #isOver = false

  private constructor(stream: Duplex) {
    this.#stream = stream
    const decode = terminalFrameDecoder()
    let exit: (value: unknown) => void = () => {}
    this.#exit = new Promise((resolve) => {
      exit = resolve
    })
    stream.on('error', () => stream.destroy())
    stream.on('close', () => {
      this.#isOver = true
      this.#wake()
      exit(undefined)
    })
    stream.on('data', (chunk: Buffer) => {
      for (const frame of decode(chunk)) {
        if (frame.type === terminalFrame.exit) exit(JSON.parse(frame.payload.toString()))
        else this.#text += frame.payload.toString()
      }
      this.#wake()
    })
  }

  static async open(stream: Duplex, start: { session: string; cols?: number; rows?: number }): Promise<Terminal> {
    stream.write(`${JSON.stringify({ cols: 80, rows: 24, ...start })}\n`)
    return new Terminal(stream)
  }

  type(text: string): void {
    this.#stream.write(encodeTerminalFrame(terminalFrame.data, text))
  }

  resize(cols: number, rows: number): void {
    this.#stream.write(encodeTerminalFrame(terminalFrame.resize, JSON.stringify({ cols, rows })))
  }

  /** Waits until what was printed so far matches. */
  async shows(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const found = this.#text.match(pattern)
      if (found !== null) return found
      if (this.#isOver) throw new Error(`closed; printed ${JSON.stringify(this.#text)}`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** What the terminal ended with. */
  exit(): Promise<unknown> {
    return this.#exit
  }

  leave(): void {
    this.#stream.destroy()
  }

  #wake(): void {
    for (const waiting of this.#waiting.splice(0)) waiting()
  }
}
