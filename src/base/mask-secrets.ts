// Secrets kept out of what is shown: whoever refuses a value may repeat it, in part, escaped or in other letters. All forms
// are looked for at once, so that a thousand secrets in a large answer cost what one does.

import type { ErrorDetail } from './errors.ts'

const stars = '*******'
/** What is shorter cannot be told from words, and is masked only where it stands alone. */
const shortestWithin = 4
/** As much of a secret as gives it away where the rest was cut off. */
const shortestCut = 8

/** Any JSON without the secrets that stand in its strings. */
export function maskSecrets<T>(value: T, secrets: readonly string[]): T {
  if (secrets.length === 0) return value
  return masked(value, maskOf(secrets)) as T
}

export function maskError(error: ErrorDetail, secrets: readonly string[]): ErrorDetail {
  return maskSecrets(error, secrets)
}

/** Those that stand in the strings of a JSON value, as they are spelled there. */
export function secretsStandingIn(value: unknown, secrets: readonly string[]): string[] {
  if (secrets.length === 0) return []
  const mask = maskOf(secrets)
  const found = secretsIn(value).flatMap((text) =>
    mask.alone.has(text) ? [text] : placesIn(text, mask).map(([from, to]) => text.slice(from, to)),
  )
  return [...new Set(found)]
}

/** Every string in a secure value, and every number that is long enough to be told from others, as text. */
export function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 0 ? [value] : []
  if (typeof value === 'number') return String(value).length >= shortestWithin ? [String(value)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(secretsIn)
}

interface Mask {
  readonly alone: ReadonlySet<string>
  /** By their first letters, `shortestCut` of them or all there are; in small ones. */
  readonly within: ReadonlyMap<string, readonly string[]>
}

function maskOf(secrets: readonly string[]): Mask {
  return { alone: new Set(secrets), within: formsOf(secrets) }
}

function formsOf(secrets: readonly string[]): Map<string, readonly string[]> {
  const forms = secrets.filter(({ length }) => length >= shortestWithin).flatMap((secret) => [...spellingsOf(secret)])
  return Map.groupBy(forms, (form) => form.slice(0, shortestCut))
}

/** As it is, in JSON text, in an address, and as clients encode what is to be carried safely. */
function spellingsOf(secret: string): Set<string> {
  const well = secret.toWellFormed()
  const written = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(well)]
  return new Set([...written, Buffer.from(secret).toString('base64').replace(/=+$/, '')].map(small))
}

function masked(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return maskedText(value, mask)
  if (typeof value === 'number') return mask.alone.has(String(value)) ? stars : value
  if (Array.isArray(value)) return value.map((inner) => masked(inner, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, mask)]))
}

function maskedText(text: string, mask: Mask): string {
  if (mask.alone.has(text)) return stars
  let shown = ''
  let shownTo = 0
  for (const [from, to] of placesIn(text, mask)) {
    shown += text.slice(shownTo, from) + stars
    shownTo = to
  }
  return shown + text.slice(shownTo)
}

/** Where secrets stand in a text, in order: from, to. */
function placesIn(text: string, { within }: Mask): [number, number][] {
  const letters = small(text)
  const places: [number, number][] = []
  let at = 0
  while (at + shortestWithin <= letters.length) {
    const length = secretAt(letters, at, within)
    if (length > 0) places.push([at, at + length])
    at += Math.max(1, length)
  }
  return places
}

/** Letters of the longest secret that stands here, whole or cut off; 0: none does. */
function secretAt(letters: string, at: number, within: Mask['within']): number {
  const long = within.get(letters.slice(at, at + shortestCut)) ?? []
  const longest = long.reduce((length, form) => Math.max(length, lengthAt(letters, at, form)), 0)
  if (longest > 0) return longest
  for (let length = shortestCut - 1; length >= shortestWithin; length--)
    if (within.has(letters.slice(at, at + length))) return length
  return 0
}

function lengthAt(letters: string, at: number, form: string): number {
  let length = Math.min(shortestCut, form.length)
  while (length < form.length && letters[at + length] === form[length]) length++
  const isWhole = length === form.length
  return isWhole || isCutOff(letters, at + length) ? length : 0
}

/** Does a sentence stop quoting here? */
function isCutOff(letters: string, end: number): boolean {
  return end === letters.length || /['"`…’”]/.test(letters[end] ?? '') || letters.startsWith('...', end)
}

/** Keeps the length, which `toLowerCase` does not with every letter. */
function small(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
