import { shownName } from './shown-name.ts'

const escapeCode = String.fromCharCode(27)
/** Until a bell, or as the standard has it, `\` behind the escape; another escape cuts it off. */
const strings = `[\\]PX^_][^\\u0007${escapeCode}]*(?:\\u0007|${escapeCode}\\\\|$|(?=${escapeCode}))`
const sequences = new RegExp(`${escapeCode}(?:\\[[0-?]*[ -/]*[@-~]|${strings}|.|$)`, 'g')
/** What turns the direction of what follows. */
const turning = /[\u202a-\u202e\u2066-\u2069]/gu

/**
 * A line that a program printed, as text: without colours, titles and movements of the cursor; one that was written over is
 * what it became last, and what would turn its direction stands as its number.
 */
export function plainLine(line: string): string {
  const straight = line.replaceAll(turning, shownName)
  if (!/\p{Cc}/u.test(straight)) return straight
  const parts = straight
    .replaceAll(sequences, '')
    .split('\r')
    .filter((part) => part !== '')
  return (parts.at(-1) ?? '').replaceAll(/\p{Cc}/gu, (control) => (control === '\t' ? control : ''))
}
