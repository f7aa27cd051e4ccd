// Where a command writes and asks. Standard output holds answers alone, so that it can be piped.

import { createInterface } from 'node:readline/promises'

export interface Terminal {
  /** Columns; undefined: standard output is no terminal. */
  readonly width: number | undefined
  /** Somebody is there to answer. */
  readonly isInteractive: boolean
  /** Lines on standard error may be rewritten. */
  readonly isLive: boolean
  print(text: string): void
  note(text: string): void
  /** Yes or no; anything but yes is no. */
  ask(question: string): Promise<boolean>
}

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process
  return {
    width: stdout.isTTY ? stdout.columns : undefined,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    isLive: stderr.isTTY === true && process.env['TERM'] !== 'dumb',
    print: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    async ask(question) {
      const asking = createInterface({ input: stdin, output: stderr })
      try {
        const answer = await asking.question(`${question} [y/N] `)
        return /^y(es)?$/i.test(answer.trim())
      } finally {
        asking.close()
      }
    },
  }
}
