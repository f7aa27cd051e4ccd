// What a script printed, as lines a page can show. Pure.

import { plainLine } from '../../../ui/plain-line.ts'

export interface LogLine {
  readonly number: number
  readonly text: string
}

/** More would be slow to lay out; the whole can be downloaded. */
export const mostLines = 5_000

/** Without colours and movements of the cursor; a line that was written over is what it became last. */
export function linesIn(text: string): readonly LogLine[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line, index) => ({ number: index + 1, text: plainLine(line) }))
}

/** The lines that hold `find`, in any case; the last `mostLines` of them. */
export function foundIn(lines: readonly LogLine[], find: string): readonly LogLine[] {
  const wanted = find.trim().toLowerCase()
  const found = wanted === '' ? lines : lines.filter(({ text }) => text.toLowerCase().includes(wanted))
  return found.slice(-mostLines)
}
