// What a deployment shows as `templateHash`: the same for the same template, however it is indented or spelled in case.

import type { Json } from '../base/json.ts'
import { hash64 } from './functions/unique-string.ts'

export function templateHash(template: Json): string {
  return hash64(JSON.stringify(template).toUpperCase()).toString()
}
