// Headers as they came: a flat list of names and values in order, so that duplicates and spelling survive a proxy.

/** `[name, value, name, value, …]`, what Node calls raw headers. */
export type RawHeaders = readonly string[]

export function* headerPairs(raw: RawHeaders): Generator<readonly [name: string, value: string]> {
  for (let index = 0; index + 1 < raw.length; index += 2) yield [raw[index] ?? '', raw[index + 1] ?? '']
}

/** `keep` sees the name in lower case. */
export function filterHeaders(raw: RawHeaders, keep: (name: string, value: string) => boolean): string[] {
  const kept: string[] = []
  for (const [name, value] of headerPairs(raw)) if (keep(name.toLowerCase(), value)) kept.push(name, value)
  return kept
}

export function headerValues(raw: RawHeaders, name: string): string[] {
  return [...headerPairs(raw)].filter(([each]) => each.toLowerCase() === name).map(([, value]) => value)
}

/** Headers that speak of one connection and must not be passed on: the standard's, and those `Connection` names. */
export function hopByHop(raw: RawHeaders): Set<string> {
  const named = headerValues(raw, 'connection').flatMap((value) => value.split(','))
  return new Set([...alwaysHopByHop, ...named.map((name) => name.trim().toLowerCase())])
}

const alwaysHopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]

export function hasBody(raw: RawHeaders): boolean {
  const length = headerValues(raw, 'content-length')[0] ?? '0'
  return headerValues(raw, 'transfer-encoding').length > 0 || Number(length) !== 0
}
