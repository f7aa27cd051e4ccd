// What a PATCH leaves (RFC 7396): what it names is replaced, `null` takes out, the rest stays.

type Json = Readonly<Record<string, unknown>>

export function mergePatch(before: Json, patch: Json): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...before }
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue
    if (value === null) delete merged[name]
    else merged[name] = isObject(value) ? mergePatch(objectOf(merged[name]), value) : value
  }
  return merged
}

/** Without members that are null, at any depth: null and absent are the same to ARM. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([, each]) => each !== null && each !== undefined)
  return Object.fromEntries(kept.map(([name, each]) => [name, withoutNulls(each)]))
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
