// Patterns of actions, as role definitions are written. `*` stands for any run of characters, slashes too; `/*/` also for
// one slash, so that `workspaces/*/read` includes `workspaces/read` (the published roles count on it). Case does not
// count. Time grows with the product of the lengths at most: a hostile pattern cannot make a request crawl.

export function isMatch(pattern: string, action: string): boolean {
  const [wanted, text] = [pattern.toLowerCase(), action.toLowerCase()]
  return wanted.includes('/*/') ? walks(wanted, text) : hasPieces(wanted.split('*'), text)
}

/**
 * True exactly when the outer pattern matches everything the inner one does. The inner one's star is taken for a character
 * that only a star matches, once for each way to read what stands between slashes.
 */
export function includes(outer: string, inner: string): boolean {
  return [...readingsOf(inner)].every((each) => isMatch(outer, each))
}

/** True exactly when there is something that both match. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  const seen = new Set<string>()
  const open: Pair[] = [[0, 0]]
  for (const pair of open) {
    const key = pair.join(' ')
    if (seen.has(key)) continue
    seen.add(key)
    if (pair[0] === a.length && pair[1] === b.length) return true
    open.push(...nextPairs(a, b, pair))
  }
  return false
}

/** A place in each of two patterns. */
type Pair = readonly [number, number]

function nextPairs(a: string, b: string, [i, j]: Pair): Pair[] {
  const [x, y] = [a[i], b[j]]
  const pastAStar: Pair[] = [...(x === '*' ? [[i + 1, j] as const] : []), ...(y === '*' ? [[i, j + 1] as const] : [])]
  const character = x === '*' ? y : x
  if (x === undefined || y === undefined) return pastAStar
  return [...pastAStar, ...after(a, i, character).flatMap((p) => after(b, j, character).map((q): Pair => [p, q]))]
}

/** False means that neither includes nor overlaps the other, seen by what stands before their first stars. */
export function beginAlike(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => (each.split('*')[0] ?? '').toLowerCase())
  return a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a))
}

/** Pieces between stars are looked for in order. */
function hasPieces([first = '', ...rest]: readonly string[], text: string): boolean {
  if (!text.startsWith(first)) return false
  const last = rest.pop()
  if (last === undefined) return text === first
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/** All places in the pattern that the text read so far may have led to. */
function walks(pattern: string, text: string): boolean {
  let places = pastStars(pattern, [0])
  for (const character of text) {
    places = pastStars(
      pattern,
      [...places].flatMap((at) => after(pattern, at, character)),
    )
    if (places.size === 0) return false
  }
  return places.has(pattern.length)
}

/** A star need not stand for anything. */
function pastStars(pattern: string, places: readonly number[]): Set<number> {
  const all = new Set(places)
  // A set grows while it is walked: what is added is visited too, each once.
  for (const at of all) if (pattern[at] === '*') all.add(at + 1)
  return all
}

/** Where one may be after reading a character at a place. */
function after(pattern: string, at: number, character: string | undefined): number[] {
  if (pattern[at] === '*') return [at]
  return pattern[at] === character ? arrivals(pattern, at + 1) : []
}

/** What stands between two slashes may be left out together with one of them. */
function arrivals(pattern: string, at: number): number[] {
  const isBetweenSlashes = pattern[at - 1] === '/' && pattern[at] === '*' && pattern[at + 1] === '/'
  return isBetweenSlashes ? [at, ...arrivals(pattern, at + 2)] : [at]
}

function readingsOf(pattern: string): Set<string> {
  const all = new Set([pattern])
  for (const each of all) {
    for (let at = each.indexOf('/*/'); at >= 0; at = each.indexOf('/*/', at + 1))
      all.add(each.slice(0, at) + each.slice(at + 2))
  }
  return all
}
