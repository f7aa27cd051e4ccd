// The bound on what one template may cost. Everything that evaluates shares one of these: it counts steps and
// characters, refuses values that would fill the memory once written out, and keeps each parsed expression.

import type { Json } from '../base/json.ts'
import { isList } from './json-values.ts'
import { type Expression, parseExpression } from './parse-expression.ts'
import { TemplateFault } from './template-fault.ts'

/** Characters and members of one value, written out: what ARM allows a template. */
export const maxValueSize = 4 * 1024 * 1024
/** Levels of arrays and objects in each other. */
export const maxValueDepth = 100

/** Several times what eight hundred sizeable resources need; a second or two. */
const maxSteps = 3_000_000
/** Calls within calls, through variables and user functions too; each is some frames of the stack. */
const maxCallDepth = 400

interface Weight {
  readonly size: number
  readonly depth: number
}

export class Work {
  #left: number
  #callDepth = 0
  readonly #parsed = new Map<string, Expression>()
  readonly #weights = new WeakMap<object, Weight>()
  readonly #within: Work | undefined

  /** `within`: an account that several draw on together; what is spent here is spent there too. */
  constructor(steps: number = maxSteps, within?: Work) {
    this.#left = steps
    this.#within = within
  }

  /** Steps that may still be taken. */
  get left(): number {
    return this.#left
  }

  /** Begins anew: each rendering of a plan may cost this much. */
  refill(steps: number): void {
    this.#left = steps
  }

  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new TemplateFault('The template takes more work to evaluate than is allowed.')
    this.#within?.spend(steps)
  }

  parse(text: string): Expression {
    const known = this.#parsed.get(text)
    if (known !== undefined) return known
    this.spend(text.length >> 2)
    const expression = parseExpression(text)
    this.#parsed.set(text, expression)
    return expression
  }

  /** Runs `inner` one level deeper. */
  deeper<T>(inner: () => T): T {
    if (this.#callDepth >= maxCallDepth) {
      throw new TemplateFault(`Expressions stand in each other more than ${maxCallDepth} levels deep.`)
    }
    this.#callDepth++
    try {
      return inner()
    } finally {
      this.#callDepth--
    }
  }

  /** Refuses what is too large or too deep written out, even where it is small in memory because parts are shared. */
  weigh(value: Json): number {
    return this.#weightOf(value, 0).size
  }

  #weightOf(value: Json, above: number): Weight {
    if (typeof value === 'string') return checked({ size: value.length + 1, depth: 0 })
    if (value === null || typeof value !== 'object') return { size: 1, depth: 0 }
    const known = this.#weights.get(value)
    if (known !== undefined) return checked(known)
    if (above > maxValueDepth) throw tooDeep()
    let [size, depth] = [1, 0]
    for (const [key, inner] of isList(value) ? value.entries() : Object.entries(value)) {
      const weight = this.#weightOf(inner ?? null, above + 1)
      size += weight.size + (typeof key === 'string' ? key.length : 0)
      depth = Math.max(depth, weight.depth)
    }
    const weight = checked({ size, depth: depth + 1 })
    this.spend(1)
    this.#weights.set(value, weight)
    return weight
  }
}

/** For what is about to be built: asked before the memory is taken. */
export function refuseSize(size: number): void {
  if (size > maxValueSize) {
    throw new TemplateFault(`A value would be larger than the ${maxValueSize} characters allowed.`)
  }
}

function checked(weight: Weight): Weight {
  refuseSize(weight.size)
  if (weight.depth > maxValueDepth) throw tooDeep()
  return weight
}

function tooDeep(): TemplateFault {
  return new TemplateFault(`A value is more than ${maxValueDepth} levels deep.`)
}
