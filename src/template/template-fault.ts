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
    super(400, 'InvalidTemplate', `${reason}${spelled(place)}`, place.path ? { target: place.path } : {})
    this.reason = reason
    this.place = place
  }

  /** The innermost place wins: what is known already stays. */
  at(place: FaultPlace): TemplateFault {
    return new TemplateFault(this.reason, { ...place, ...this.place })
  }
}

const longestShown = 300

function spelled({ path, expression, column }: FaultPlace): string {
  const shown = expression && expression.length > longestShown ? `${expression.slice(0, longestShown)}…` : expression
  const parts = [
    ...(shown === undefined ? [] : [`in the expression "${shown}"`]),
    ...(column === undefined ? [] : [`at column ${column}`]),
    ...(path ? [`at '${path}'`] : []),
  ]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
