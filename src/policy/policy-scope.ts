// What expressions in a policy can name: the standard functions, and of the world only what is handed in here.

import type { Json } from '../base/json.ts'
import { instantIn } from '../template/functions/instant.ts'
import { standardFunctions } from '../template/functions/standard-functions.ts'
import { isList, isObject, type JsonObject, memberOf } from '../template/json-values.ts'
import { define, type NamedFunction, type Scope } from '../template/scope.ts'
import { TemplateFault } from '../template/template-fault.ts'
import { Work } from '../template/work.ts'
import { fieldNamed, unknownField } from './field-name.ts'
import { innerFieldValue } from './inner-field.ts'

export interface PolicyContext {
  /** The resource in the form it is sent in, with `id`, `name` and `type`. */
  readonly document: JsonObject
  readonly apiVersion: string
  readonly subscription: JsonObject
  /** Undefined for what is in no group. */
  readonly resourceGroup: JsonObject | undefined
  /** Epoch milliseconds. */
  readonly now: number
  /** What all policies take together on one resource; undefined: each is bounded by itself alone. */
  readonly allowance?: Work
}

export interface PolicyIdentity {
  readonly assignmentId: string
  readonly definitionId: string
  readonly setDefinitionId: string | undefined
  readonly referenceId: string | undefined
}

/** Steps one policy may take on one resource; a rule as long as can be written takes a tenth. */
const maxSteps = 100_000
/** Hundreds of long rules, or some that go to the bound; a few tenths of a second. */
const maxStepsTogether = 3_000_000

/** For all policies that look at one resource: sets and assignments can be many. */
export function allowanceForAll(): Work {
  return new Work(maxStepsTogether)
}

/** `context` undefined: for what may not look at a resource, as an assignment's own values. */
export function policyScope(
  parameters: JsonObject,
  context: PolicyContext | undefined,
  identity?: PolicyIdentity,
): Scope {
  const functions = [
    define('parameters', [1, 1], (args) => {
      const found = memberOf(parameters, args.text(0))
      if (found !== undefined) return found
      throw new TemplateFault(`The policy has no parameter '${args.text(0)}'.`)
    }),
    ...(context ? resourceFunctions(context) : []),
    ...(identity ? [define('policy', [0, 0], () => identityOf(identity))] : []),
  ]
  return {
    functions: new Map([...standardFunctions, ...functions]),
    work: new Work(maxSteps, context?.allowance),
    locals: new Map(),
  }
}

function resourceFunctions(context: PolicyContext): NamedFunction[] {
  const { document, apiVersion, subscription, resourceGroup, now } = context
  return [
    define('field', [1, 1], (args, scope) => {
      const field = fieldNamed(args.text(0))
      if (field === undefined) throw new TemplateFault(unknownField(args.text(0)))
      const { isEach, values } = innerFieldValue(document, field, scope)
      return isEach ? values : (values[0] ?? null)
    }),
    define('current', [0, 1], (args, scope) => currentValue(args.textOr(0, ''), document, scope)),
    define('requestContext', [0, 0], () => ({ apiVersion })),
    define('subscription', [0, 0], () => subscription),
    define('resourceGroup', [0, 0], () => {
      if (resourceGroup !== undefined) return resourceGroup
      throw new TemplateFault('The resource is in no resource group.')
    }),
    define('utcNow', [0, 0], () => new Date(now).toISOString()),
    define('addDays', [2, 2], (args) => {
      const at = (instantIn(args.text(0))?.epochMilliseconds ?? Number.NaN) + args.integer(1) * 86_400_000
      if (Number.isNaN(at) || Math.abs(at) > 2.5e14) throw args.fault('takes a time such as 2020-04-07T14:53:14Z')
      return new Date(at).toISOString()
    }),
  ]
}

/** `current()`: the innermost element; by a name or an alias, that of the count so called. */
function currentValue(name: string, document: JsonObject, scope: Scope): Json {
  const found = scope.locals.get(name === '' ? 'current:' : `current:${name.toLowerCase()}`)
  if (found !== undefined) return found
  const field = fieldNamed(name)
  if (field?.kind === 'alias') return innerFieldValue(document, field, scope).values[0] ?? null
  throw new TemplateFault(`There is no count around that current('${name}') could mean.`)
}

function identityOf({ assignmentId, definitionId, setDefinitionId, referenceId }: PolicyIdentity): JsonObject {
  return {
    assignmentId,
    definitionId,
    ...(setDefinitionId === undefined ? {} : { setDefinitionId }),
    ...(referenceId === undefined ? {} : { definitionReferenceId: referenceId }),
  }
}

/** The values of an assignment's or definition's `parameters`: `{ name: { value } }`. */
export function parameterValues(written: Json): JsonObject {
  if (!isObject(written)) return {}
  return Object.fromEntries(
    Object.entries(written).flatMap(([name, holder]) => {
      const value = isObject(holder ?? null) && !isList(holder) ? memberOf(holder as JsonObject, 'value') : undefined
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
