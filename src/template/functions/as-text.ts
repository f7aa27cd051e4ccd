// The text of a value, as ARM writes it: booleans are `True` and `False`, and arrays and objects are JSON without blanks.

import type { Json } from '../../base/json.ts'

export function asText(value: Json): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return value === null ? '' : JSON.stringify(value)
}
