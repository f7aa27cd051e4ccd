// Where a command writes and asks. Standard output holds answers alone, so that it can be piped.

import { createInterface } from 'node:readline/promises'

export interface Terminal {
  /** Columns; undefined: standard output is no terminal. */
  readonly width: number | undefined
  /** Somebody is there to answer. */
  readonly isInteractive: boolean
  /** Columns of standard error, where its lines may be rewritten; undefined: they may not. */
  readonly liveWidth: number | undefined
  print(text: string): void
  note(text: string): void
  /** Yes or no; anything but yes is no. */
  ask(question: string): Promise<boolean>
}

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process
  return {
    // Some terminals, such as serial ones, say 0: they do not know.
    width: stdout.isTTY ? stdout.columns || undefined : undefined,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    liveWidth: stderr.isTTY && process.env['TERM'] !== 'dumb' ? stderr.columns || 80 : undefined,
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
