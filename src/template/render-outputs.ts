// The outputs of a deployment, once what they ask for is there. Secure ones are told by their type alone.

import type { Json } from '../base/json.ts'
import { inRound, readCount } from './copy-loops.ts'
import { isObject, type JsonObject, kindOf, memberOf } from './json-values.ts'
import { type Need, UnmetNeed } from './need.ts'
import { isOfType, isSecure } from './parameter.ts'
import { renderValue } from './render-value.ts'
import type { Scope } from './scope.ts'
import type { OutputDeclaration } from './template.ts'
import { TemplateFault } from './template-fault.ts'

export type Outputs = Readonly<Record<string, { readonly type: string; readonly value?: Json }>>

/** `needs` is filled with what is not answered yet; as long as there is any, the outputs are not complete. */
export function renderOutputs(declared: readonly OutputDeclaration[], scope: Scope, needs: Need[]): Outputs {
  const shown = declared
    .filter((each) => isActive(each, scope, needs))
    .map((each) => [each.name, renderOutput(each, scope, needs)] as const)
  return Object.fromEntries(shown)
}

function isActive({ declared, path }: OutputDeclaration, scope: Scope, needs: Need[]): boolean {
  const at = { needs, dropsNulls: false, path: `${path}.condition` }
  const before = needs.length
  const condition = renderValue(memberOf(declared, 'condition') ?? true, scope, at)
  if (needs.length > before) return false
  if (typeof condition === 'boolean') return condition
  throw new TemplateFault(`A condition is true or false, not ${kindOf(condition)}.`, { path: at.path })
}

function renderOutput(output: OutputDeclaration, scope: Scope, needs: Need[]): { type: string; value?: Json } {
  const { type, name, path, declared } = output
  const before = needs.length
  const value = outputValue(output, scope, needs)
  if (needs.length > before) return { type }
  const mayBeNull = value === null && memberOf(declared, 'nullable') === true
  if (!isOfType(type, value) && !mayBeNull) {
    throw new TemplateFault(`The output '${name}' is declared as ${type} and its value is ${kindOf(value)}.`, { path })
  }
  return isSecure(type) ? { type } : { type, value }
}

function outputValue({ declared, path, name }: OutputDeclaration, scope: Scope, needs: Need[]): Json {
  const copy = memberOf(declared, 'copy')
  const at = { needs, dropsNulls: false }
  if (!isObject(copy)) return renderValue(memberOf(declared, 'value') ?? null, scope, { ...at, path: `${path}.value` })
  const count = countKnownNow(copy, scope, `${path}.copy`)
  const input = memberOf(copy, 'input') ?? null
  return Array.from({ length: count }, (_, index) =>
    renderValue(input, inRound(scope, { name, isOuter: true }, index), { ...at, path: `${path}.copy.input` }),
  )
}

/** How many there are must be known before anything is deployed. */
function countKnownNow(copy: JsonObject, scope: Scope, path: string): number {
  try {
    return readCount(copy, scope, path)
  } catch (error) {
    if (!(error instanceof UnmetNeed)) throw error
    throw new TemplateFault('The count of a copy cannot hang on what is still to be deployed.', { path })
  }
}
