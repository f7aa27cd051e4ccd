// What a template asks of the world while it is deployed: the state of a resource, or the answer of a `list…` action.
// The language never fetches: whoever executes a plan answers needs and renders again.

import { canonicalJson, type Json } from '../base/json.ts'

export type Need =
  | {
      /** Answered with the whole document of the resource, as GET shows it. */
      readonly kind: 'reference'
      readonly id: string
      /** Undefined: the template names none and does not deploy the resource; any version will do. */
      readonly apiVersion: string | undefined
    }
  | {
      /** Answered with what the POST answers. */
      readonly kind: 'list'
      /** As spelled: `listKeys`. */
      readonly action: string
      readonly id: string
      readonly apiVersion: string
      readonly body: Json | undefined
    }

/** What has been answered; undefined: not yet. The same need is asked again at every rendering. */
export type Runtime = (need: Need) => Json | undefined

/** Equal for equal needs, whatever the spelling of the id: under this an executor keeps the answer. */
export function needKey(need: Need): string {
  const spelled = need.kind === 'list' ? { ...need, action: need.action.toLowerCase() } : need
  return canonicalJson({ ...spelled, id: need.id.toLowerCase() })
}

/** Thrown through an expression whose value waits for an answer; caught where the string stands. */
export class UnmetNeed extends Error {
  override readonly name = 'UnmetNeed'
  readonly need: Need

  constructor(need: Need) {
    super(`waits for ${need.id}`)
    this.need = need
  }
}
