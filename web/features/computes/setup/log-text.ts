// What a script printed, as lines a page can show. Pure.

export interface LogLine {
  readonly number: number
  readonly text: string
}

/** More would be slow to lay out; the whole can be downloaded. */
export const mostLines = 5_000

const escapeCode = String.fromCharCode(27)
const sequences = new RegExp(`${escapeCode}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007]*\\u0007|.)`, 'g')

/** Without colours and movements of the cursor; a line that was written over is what it became last. */
export function linesIn(text: string): readonly LogLine[] {
  const lines = text.replaceAll(sequences, '').replaceAll('\r\n', '\n').split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line, index) => ({ number: index + 1, text: lastWritten(line) }))
}

/** The lines that hold `find`, in any case; the last `mostLines` of them. */
export function foundIn(lines: readonly LogLine[], find: string): readonly LogLine[] {
  const wanted = find.trim().toLowerCase()
  const found = wanted === '' ? lines : lines.filter(({ text }) => text.toLowerCase().includes(wanted))
  return found.slice(-mostLines)
}

function lastWritten(line: string): string {
  const parts = line.split('\r').filter((part) => part !== '')
  return (parts.at(-1) ?? '').replaceAll(/\p{Cc}/gu, (control) => (control === '\t' ? control : ''))
}
