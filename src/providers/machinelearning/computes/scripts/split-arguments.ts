// A line of arguments into words as a POSIX shell does (CI-74): blanks part, quotes and backslashes hold together.
// Nothing is expanded: `$HOME`, `*` and `;` are what they are, since no shell sees the line.

/** Undefined: a quote is not closed, or a backslash ends the line. */
export function splitArguments(line: string): string[] | undefined {
  const words: string[] = []
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y
  let word: string | undefined
  while (piece.lastIndex < line.length) {
    const found = piece.exec(line)
    if (found === null) return undefined
    const text = textOf(found)
    if (text !== undefined) word = (word ?? '') + text
    else if (word !== undefined) {
      words.push(word)
      word = undefined
    }
  }
  return word === undefined ? words : [...words, word]
}

/** Undefined: blanks. Between double quotes a backslash escapes only what would otherwise mean something. */
function textOf([, single, double, escaped, plain]: RegExpExecArray): string | undefined {
  if (double !== undefined) return double.replaceAll(/\\([\\"$`\n])/g, (_, next: string) => (next === '\n' ? '' : next))
  return escaped === '\n' ? '' : (single ?? escaped ?? plain)
}
