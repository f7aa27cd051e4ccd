// What a policy calls itself.

import { isObject, type JsonObject, memberOf } from '../../template/json-values.ts'

/** The word a policy has for what it is called. */
export function titleOf({ displayName }: { displayName?: string | undefined }, name: string): string {
  return displayName ?? name
}

/** Metadata a definition was given, as far as it says its category. */
export function categoryOf({ metadata }: { metadata?: JsonObject | undefined }): string {
  const category = isObject(metadata ?? null) ? memberOf(metadata ?? {}, 'category') : undefined
  return typeof category === 'string' ? category : ''
}
