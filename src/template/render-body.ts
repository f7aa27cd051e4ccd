// A resource's body as it is PUT: everything declared but what the template says to the deployment itself.

import type { Json } from '../base/json.ts'
import { deploymentType, type PlannedResource } from './expand-resources.ts'
import { isObject, type JsonObject, keyLike, kindOf, memberOf } from './json-values.ts'
import type { Need } from './need.ts'
import { type Expression, isExpression } from './parse-expression.ts'
import { type Rendering, renderValue } from './render-value.ts'
import type { Scope } from './scope.ts'
import { TemplateFault } from './template-fault.ts'

const saidToDeployment = new Set([
  ...['type', 'apiversion', 'name', 'condition', 'copy', 'dependson', 'scope', 'subscriptionid', 'resourcegroup'],
  ...['comments', 'resources', 'existing', 'metadata', '@options'],
])

/** `needs` is filled with what is not answered yet; as long as there is any, the body is not complete. */
export function renderBody(resource: PlannedResource, scope: Scope, needs: Need[]): JsonObject {
  const isDeployment = resource.type.toLowerCase() === deploymentType
  const entries = Object.entries(resource.declared).filter(([key]) => !saidToDeployment.has(key.toLowerCase()))
  const members = entries.map(([key, value = null]): [string, Json] => {
    const path = `${resource.path}.${key}`
    if (isDeployment && key.toLowerCase() === 'properties')
      return [key, renderDeployment(value, scope, { needs, path })]
    return [key, renderValue(value, scope, { needs, path, dropsNulls: true })]
  })
  const body = Object.fromEntries(members.filter(([, value]) => value !== null))
  scope.work.weigh(body)
  return body
}

/** A nested template stays as it is where its own deployment evaluates it; otherwise it is evaluated here, all of it. */
function renderDeployment(properties: Json, scope: Scope, at: { needs: Need[]; path: string }): Json {
  if (!isObject(properties)) {
    throw new TemplateFault(`The properties of a deployment are an object, not ${kindOf(properties)}.`, {
      path: at.path,
    })
  }
  const rendering = { needs: at.needs, dropsNulls: false }
  const templateKey = keyLike(properties, 'template')
  const isInner = isInnerScope(memberOf(properties, 'expressionEvaluationOptions'))
  const members = Object.entries(properties).map(([key, value = null]): [string, Json] => {
    const path = `${at.path}.${key}`
    if (key !== templateKey) return [key, renderValue(value, scope, { ...rendering, path })]
    return [key, isInner ? value : renderOuter(value, scope, { ...rendering, path })]
  })
  return Object.fromEntries(members)
}

function isInnerScope(options: Json | undefined): boolean {
  const scope = isObject(options) ? memberOf(options, 'scope') : undefined
  return typeof scope === 'string' && scope.toLowerCase() === 'inner'
}

/** A loop of the nested template is its own: what names a round that is none here is left to it. */
function renderOuter(template: Json, scope: Scope, at: Rendering & { readonly path: string }): Json {
  const leaves = (text: string) => isExpression(text) && namesOtherRound(scope.work.parse(text), scope)
  return renderValue(template, scope, { ...at, isTemplate: true, leaves })
}

function namesOtherRound(expression: Expression, scope: Scope): boolean {
  if (expression.kind === 'literal') return false
  if (expression.kind === 'member') {
    return namesOtherRound(expression.of, scope) || namesOtherRound(expression.member, scope)
  }
  if (expression.name.toLowerCase() !== 'copyindex') return expression.args.some((each) => namesOtherRound(each, scope))
  const [first] = expression.args
  const name = first?.kind === 'literal' && typeof first.value === 'string' ? first.value.toLowerCase() : ''
  return !scope.locals.has(`copy:${name}`)
}
