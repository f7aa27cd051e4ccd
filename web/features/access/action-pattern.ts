// Patterns of actions as roles are written: `*` stands for any run of characters, `/*/` for one slash too. Case does not
// count. Time grows with the product of the lengths at most, whatever somebody writes into a role.

export function isActionMatch(pattern: string, action: string): boolean {
  const wanted = pattern.toLowerCase()
  let places = pastStars(wanted, [0])
  for (const character of action.toLowerCase()) {
    places = pastStars(
      wanted,
      [...places].flatMap((at) => after(wanted, at, character)),
    )
  }
  return places.has(wanted.length)
}

/** A star need not stand for anything. */
function pastStars(pattern: string, places: readonly number[]): Set<number> {
  const all = new Set(places)
  for (const at of all) if (pattern[at] === '*') all.add(at + 1)
  return all
}

function after(pattern: string, at: number, character: string): number[] {
  if (pattern[at] === '*') return [at]
  if (pattern[at] !== character) return []
  return pattern.startsWith('/*/', at) ? [at + 1, at + 3] : [at + 1]
}
