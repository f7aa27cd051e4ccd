// The two patterns of policy rules. Both are decided in one pass without going back over what was matched, whatever the
// pattern: a rule's author must not be able to stop the server.

/** `*` stands for any text; case does not matter. */
export function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*')
  const subject = text.toLowerCase()
  if (rest.length === 0) return subject === first
  if (!subject.startsWith(first)) return false
  const last = rest.at(-1) ?? ''
  let at = first.length
  for (const piece of rest.slice(0, -1)) {
    const found = subject.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return subject.length - last.length >= at && subject.endsWith(last)
}

/** `#` stands for a digit, `?` for a letter, `.` for any character; all others for themselves. */
export function isMatch(text: string, pattern: string): boolean {
  return text.length === pattern.length && indexes(pattern).every((at) => isOne(text[at] ?? '', pattern[at] ?? ''))
}

function isOne(character: string, sign: string): boolean {
  if (sign === '.') return true
  if (sign === '#') return /^\d$/.test(character)
  if (sign === '?') return /^[a-z]$/i.test(character)
  return character === sign
}

function indexes(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => index)
}
