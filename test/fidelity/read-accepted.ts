// `accepted.md`: each line of its tables is one deviation, or one operation without a description, and why.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Accepted {
  /** The cells before the reason, joined by ` | `. */
  readonly key: string
  readonly reason: string
}

export function readAccepted(): Accepted[] {
  const text = readFileSync(join(import.meta.dirname, 'accepted.md'), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line))
  return rows
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
    .filter(([first]) => first !== 'Operation' && first !== 'Request')
    .map((cells) => ({ key: cells.slice(0, -1).join(' | '), reason: cells.at(-1) ?? '' }))
}
