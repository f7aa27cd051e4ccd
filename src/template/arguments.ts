// The arguments of one call: evaluated once, when first asked for, and refused in words when they are of the wrong kind.

import type { Json } from '../base/json.ts'
import { isList, isObject, type JsonObject, kindOf } from './json-values.ts'
import type { Expression } from './parse-expression.ts'
import { type Scope, withLocals } from './scope.ts'
import { TemplateFault } from './template-fault.ts'

export interface CallSite {
  /** As it was spelled. */
  readonly name: string
  readonly expressions: readonly Expression[]
  readonly scope: Scope
  readonly evaluate: (expression: Expression, scope: Scope) => Json
}

export class Arguments {
  readonly count: number
  readonly #site: CallSite
  readonly #values = new Map<number, Json>()

  constructor(site: CallSite) {
    this.#site = site
    this.count = site.expressions.length
  }

  /** The function's, as it was spelled. */
  get name(): string {
    return this.#site.name
  }

  /** Null where there is no such argument. */
  value(index: number): Json {
    const known = this.#values.get(index)
    if (known !== undefined) return known
    const expression = this.#site.expressions[index]
    if (expression === undefined) return null
    const value = this.#site.evaluate(expression, this.#site.scope)
    // Whatever the function does with it takes time in proportion to its size.
    const { work } = this.#site.scope
    work.spend(work.weigh(value) >> 5)
    this.#values.set(index, value)
    return value
  }

  all(): Json[] {
    return this.#site.expressions.map((_, index) => this.value(index))
  }

  /** For functions that look at every part of what they are given: that is paid for in full. */
  allThrough(): Json[] {
    const { work } = this.#site.scope
    const values = this.all()
    for (const value of values) work.spend(work.weigh(value))
    return values
  }

  /** For looking for one text in another, which takes up to the product of their lengths. */
  paySearch(text: string, search: number): void {
    this.#site.scope.work.spend(Math.ceil((text.length * search) / 64))
  }

  text(index: number): string {
    const value = this.value(index)
    if (typeof value !== 'string') throw this.wrongKind(index, 'a string')
    return value
  }

  /** `fallback` where the argument was not given. */
  textOr(index: number, fallback: string): string {
    return index < this.count ? this.text(index) : fallback
  }

  integer(index: number): number {
    const value = this.value(index)
    if (typeof value !== 'number' || !Number.isInteger(value)) throw this.wrongKind(index, 'an integer')
    return value
  }

  boolean(index: number): boolean {
    const value = this.value(index)
    if (typeof value !== 'boolean') throw this.wrongKind(index, 'a boolean')
    return value
  }

  list(index: number): readonly Json[] {
    const value = this.value(index)
    if (!isList(value)) throw this.wrongKind(index, 'an array')
    return value
  }

  object(index: number): JsonObject {
    const value = this.value(index)
    if (!isObject(value)) throw this.wrongKind(index, 'an object')
    return value
  }

  /** The argument `lambda('x', …, body)` as a function; its names are given `values` in order. */
  lambda(index: number): (...values: Json[]) => Json {
    const expression = this.#site.expressions[index]
    if (expression?.kind !== 'call' || expression.name.toLowerCase() !== 'lambda' || expression.args.length === 0) {
      throw this.fault(`expects its argument ${index + 1} to be lambda('name', expression)`)
    }
    const names = expression.args.slice(0, -1).map((each) => {
      if (each.kind === 'literal' && typeof each.value === 'string') return `lambda:${each.value.toLowerCase()}`
      throw this.fault('expects the names of its lambda to be strings')
    })
    const body = expression.args.at(-1) ?? expression
    return (...values) => {
      const locals = names.map((name, at) => [name, values[at] ?? null] as const)
      return this.#site.evaluate(body, withLocals(this.#site.scope, locals))
    }
  }

  wrongKind(index: number, wanted: string): TemplateFault {
    return this.fault(`expects its argument ${index + 1} to be ${wanted}, not ${kindOf(this.value(index))}`)
  }

  /** A sentence that goes on from the function's name. */
  fault(predicate: string): TemplateFault {
    return new TemplateFault(`The function '${this.#site.name}' ${predicate}.`)
  }
}
