/**
 * Where to go after signing in: a path on the same origin, else `/`. Browsers read `//host`, `/\host` and paths with
 * control characters as other hosts.
 */
export function nextPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > 2048 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked)) return '/'
  if (asked.includes('\\') || asked.startsWith('/.carrel/')) return '/'
  const base = 'http://same.invalid'
  const url = URL.parse(asked, base)
  return url === null || url.origin !== base || url.pathname.startsWith('//')
    ? '/'
    : url.pathname + url.search + url.hash
}
