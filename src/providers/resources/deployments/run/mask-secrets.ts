import type { ErrorDetail } from '../../../../base/errors.ts'

const mask = '*******'

/** Any JSON without the secrets that stand in its strings: what a type says of a bad value may repeat the value. */
export function maskSecrets<T>(value: T, secrets: readonly string[]): T {
  if (secrets.length === 0) return value
  return masked(
    value,
    secrets.toSorted((a, b) => b.length - a.length),
  ) as T
}

export function maskError(error: ErrorDetail, secrets: readonly string[]): ErrorDetail {
  return maskSecrets(error, secrets)
}

/** Every string in a secure value, and every number that is long enough to be told from others, as text. */
export function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 0 ? [value] : []
  if (typeof value === 'number') return String(value).length >= shortestWithin ? [String(value)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(secretsIn)
}

const shortestWithin = 4

/** `secrets`: the longest first. */
function masked(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return maskedText(value, secrets)
  if (typeof value === 'number') return secrets.includes(String(value)) ? mask : value
  if (Array.isArray(value)) return value.map((inner) => masked(inner, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, secrets)]))
}

function maskedText(text: string, secrets: readonly string[]): string {
  if (secrets.includes(text)) return mask
  const within = secrets.filter((secret) => secret.length >= shortestWithin)
  return within.reduce((rest, secret) => rest.replaceAll(secret, mask), text)
}
