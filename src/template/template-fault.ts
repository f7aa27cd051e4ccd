// What is wrong with a template, a parameter or a policy rule, in words its author can act on: which expression, where
// it stands, and the column within it. Functions throw it bare; the evaluator adds the place.

import { ArmError } from '../base/errors.ts'

export interface FaultPlace {
  /** From the root of what was given, as in `resources[0].properties.size`. */
  readonly path?: string
  /** The whole string, brackets included. */
  readonly expression?: string
  /** From 1, within the expression. */
  readonly column?: number
}

/** 400 `InvalidTemplate`. Whoever evaluates something else (a policy rule) catches it and uses `reason` and `place`. */
export class TemplateFault extends ArmError {
  readonly reason: string
  readonly place: FaultPlace

  constructor(reason: string, place: FaultPlace = {}) {
    const where = place.path ? { target: clipped(place.path) } : {}
    super(400, 'InvalidTemplate', `${clipped(reason, 2000)}${spelled(place)}`, where)
    this.reason = reason
    this.place = place
  }

  /** The innermost place wins: what is known already stays. */
  at(place: FaultPlace): TemplateFault {
    return new TemplateFault(this.reason, { ...place, ...this.place })
  }
}

/** Names in a template may be as long as the template. */
function clipped(text: string, most = 300): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}

function spelled({ path, expression, column }: FaultPlace): string {
  const parts = [
    ...(expression === undefined ? [] : [`in the expression "${clipped(expression)}"`]),
    ...(column === undefined ? [] : [`at column ${column}`]),
    ...(path ? [`at '${clipped(path)}'`] : []),
  ]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
