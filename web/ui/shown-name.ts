/**
 * A name that somebody else chose, so that it reads as what it is: characters that are not seen, break lines or turn the
 * direction of what follows stand as their numbers.
 */
export function shownName(name: string): string {
  return name.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
}
