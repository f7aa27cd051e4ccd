// Letters in the other case, one for one as .NET does it: the text keeps its length, so that what is found in the lowered
// text stands at the same place in the text itself.

export function lowered(text: string): string {
  return each(text, (character) => character.toLowerCase())
}

export function raised(text: string): string {
  return each(text, (character) => character.toUpperCase())
}

/** A letter that would become several stays as it is. */
function each(text: string, change: (character: string) => string): string {
  if (isAscii.test(text)) return change(text)
  let changed = ''
  for (const character of text) {
    const other = change(character)
    changed += other.length === character.length ? other : character
  }
  return changed
}

const isAscii = /^\p{ASCII}*$/u
