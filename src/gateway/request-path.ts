// What a request's path means to the gateway. The server decodes and tidies a path before it routes it, so a reserved
// prefix is looked for in the path as the server might come to read it, not only as it was spelled.

export type PathKind = 'malformed' | 'internal' | 'carrel' | 'assets' | 'other'

/** `url` is the request target as it came. Only the origin form (`/path?query`) is ours. */
export function pathKind(url: string): PathKind {
  if (!url.startsWith('/')) return 'malformed'
  const read = firstSegment(decoded(pathOf(url)))
  // Nothing of ours begins like this but the server's own routes for the gateway.
  if (read.startsWith('internal')) return 'internal'
  const spelled = pathOf(url).split('/', 2)[1]
  if (spelled === '.carrel') return 'carrel'
  return spelled === '.carrel-assets' ? 'assets' : 'other'
}

/** The path without its query. */
export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? ''
}

/** Only what a browser may be sent back to after sign-in: a path on the same origin, of reasonable length. */
export function returnPath(url: string): string {
  const isLocal = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(url)
  return isLocal && url.length <= maxReturnPath ? url : '/'
}

const maxReturnPath = 2048

/** Percent-decoded more often than any server does it: `%2569` must not hide what `i` would not. */
function decoded(path: string, rounds = 4): string {
  const next = path.replace(/%([0-7][0-9a-f])/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return next === path || rounds === 0 ? next : decoded(next, rounds - 1)
}

function firstSegment(path: string): string {
  const kept: string[] = []
  for (const segment of path.toLowerCase().split(/[/\\]/)) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  return kept[0]?.trim() ?? ''
}
