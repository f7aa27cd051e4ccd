import { ArmError } from '../../base/errors.ts'
import type { ConfinedPath } from '../../share/confined-folder.ts'

/** `Users/ana/data.csv`, as names. One slash at either end means nothing; empty is the share itself. */
export function askedPath(text: string): ConfinedPath {
  const inner = text.replace(/^\//, '').replace(/\/$/, '')
  return inner === '' ? [] : inner.split('/')
}

/** The one there must be, by its name in the query. */
export function pathIn(query: URLSearchParams, name = 'path'): ConfinedPath {
  const [text, ...more] = query.getAll(name)
  if (text !== undefined && more.length === 0) return askedPath(text)
  throw new ArmError(
    400,
    'InvalidPath',
    `The query needs one '${name}': names with '/' between, from the share inwards.`,
  )
}

/**
 * A query with names and values decoded. Throws 400 for bytes that are not UTF-8: a replacement character in their place
 * would name another file.
 */
export function readQuery(text: string): URLSearchParams {
  const pairs = text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=')
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return [decode(name).toLowerCase(), decode(value)]
    })
  return new URLSearchParams(pairs)
}

export function isAsked(query: URLSearchParams, name: string): boolean {
  const value = query.get(name)?.toLowerCase() ?? 'false'
  if (value === 'true' || value === 'false') return value === 'true'
  throw new ArmError(400, 'InvalidQueryParameter', `'${name}' is 'true' or 'false'.`, { target: name })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (cause) {
    const message = `'${text.slice(0, 80)}' in the query is not UTF-8 in percent-encoding.`
    throw new ArmError(400, 'InvalidQueryParameter', message, { cause })
  }
}
