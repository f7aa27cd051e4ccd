// Turns a template and its parameters into steps: what is PUT where, in which order, and how each body comes about. Pure:
// the same input gives the same plan, so it can be made again at any time from what is stored.
//
//     const plan = planDeployment({ template, parameters, context, seeds })
//     for each step whose `dependsOn` are done: const rendered = step.render(runtime)
//       'missing' in rendered → fetch each need, keep the answer under needKey(need), render again with it
//       else                  → PUT rendered.body at step.id with step.apiVersion
//     at the end: plan.outputs(runtime), the same way.

import type { Json } from '../base/json.ts'
import { copyIndexFunction } from './copy-loops.ts'
import { type Draft, findDependencies } from './dependencies.ts'
import { expandResources, type PlannedResource } from './expand-resources.ts'
import { deploymentFunctions } from './functions/deployment-functions.ts'
import { notOffered } from './functions/not-offered.ts'
import { withoutRuntime, withRuntime } from './functions/runtime-functions.ts'
import { type Seeds, seededRefusals } from './functions/seeded.ts'
import { standardFunctions } from './functions/standard-functions.ts'
import type { JsonObject } from './json-values.ts'
import { type Need, needKey, type Runtime } from './need.ts'
import { parseTemplate } from './parse-template.ts'
import type { PlanContext } from './plan-context.ts'
import { renderBody } from './render-body.ts'
import { type Outputs, renderOutputs } from './render-outputs.ts'
import { type ResolvedParameters, resolveParameters, type ShownParameters } from './resolve-parameters.ts'
import { indexResources, type ResourceIndex } from './resource-index.ts'
import { type Scope, withFunctions } from './scope.ts'
import type { Template } from './template.ts'
import { TemplateFault } from './template-fault.ts'
import { templateHash } from './template-hash.ts'
import { variablesFunction } from './template-variables.ts'
import { userFunctions } from './user-functions.ts'
import { Work } from './work.ts'

export interface PlanInput {
  /** Parsed: see `parse-template-text.ts`. */
  readonly template: Json
  /** `{ name: { value } }`. */
  readonly parameters: JsonObject
  readonly context: PlanContext
  /** Drawn once for the deployment and kept with it. */
  readonly seeds: Seeds
}

export interface Plan {
  /** In an order in which each comes after those it waits for. */
  readonly steps: readonly Step[]
  /** Declared, with a condition that is false. */
  readonly skipped: readonly ResourceFacts[]
  readonly parameters: ShownParameters
  /** Told of no reader. */
  readonly secureValues: readonly Json[]
  readonly contentVersion: string
  readonly templateHash: string
  outputs(runtime: Runtime): { readonly values: Outputs } | { readonly missing: readonly Need[] }
}

export interface ResourceFacts {
  readonly id: string
  /** Of the id: an extension's own. */
  readonly type: string
  /** All segments: `workspace/instance`. */
  readonly name: string
  readonly apiVersion: string
}

export interface Step extends ResourceFacts {
  /** Where it is declared: `resources[2]`. */
  readonly path: string
  /** Ids of steps of this plan, spelled as theirs. */
  readonly dependsOn: readonly string[]
  render(runtime: Runtime): { readonly body: JsonObject } | { readonly missing: readonly Need[] }
}

/** @throws ArmError 400 `InvalidTemplate` (a TemplateFault where one expression is at fault). */
export function planDeployment({ template, parameters, context, seeds }: PlanInput): Plan {
  const parsed = parseTemplate(template)
  const work = new Work()
  work.weigh(template)
  const { scope, shown, secure } = scopeOf(parsed, { template, parameters, context, seeds }, work)
  const expanded = expandResources(parsed.resources, scope, context)
  const index = indexResources(expanded)
  const active = expanded.resources.filter(({ isActive, isExisting }) => isActive && !isExisting)
  refuseTwins(active)
  const costs = new Map<PlannedResource, number>()
  const drafts = active.map((resource) => {
    const before = work.left
    const drafted = draft(resource, index)
    costs.set(resource, before - work.left)
    return drafted
  })
  const edges = findDependencies(drafts, index)
  renderOutputs(parsed.outputs, withRuntime(scope, unanswered, index.find), [])
  const steps = active.map((resource) => {
    const allowance = stepsPerBody + 2 * (costs.get(resource) ?? 0)
    return stepOf(resource, index, { waits: [...(edges.get(resource.key) ?? [])], allowance })
  })
  return {
    steps: inOrder(steps),
    skipped: expanded.resources.filter(({ isActive, isExisting }) => !isActive && !isExisting).map(factsOf),
    parameters: shown(),
    secureValues: secure(),
    contentVersion: parsed.contentVersion,
    templateHash: templateHash(template),
    outputs: (runtime) => {
      work.refill(stepsForOutputs)
      const needs: Need[] = []
      const values = renderOutputs(parsed.outputs, withRuntime(scope, runtime, index.find), needs)
      return needs.length > 0 ? { missing: distinct(needs) } : { values }
    },
  }
}

const stepsForOutputs = 1_000_000
/**
 * Beside twice what it cost when it was planned: what hangs on answers shows its cost only now, there may be hundreds of
 * bodies, and each is rendered whenever it is tried.
 */
const stepsPerBody = 100_000
const unanswered: Runtime = () => undefined

function scopeOf(
  parsed: Template,
  { template, parameters, context, seeds }: PlanInput,
  work: Work,
): { readonly scope: Scope } & Pick<ResolvedParameters, 'shown' | 'secure'> {
  const refusals = new Map([...notOffered, ...seededRefusals])
  const outside = withoutRuntime({ functions: standardFunctions, work, locals: new Map(), refusals })
  const surrounded = withFunctions(outside, deploymentFunctions(context, template))
  const own = userFunctions(parsed.functions, standardFunctions)
  const forDefaults = { ...withFunctions(surrounded, own), refusals: new Map([...notOffered, ...defaultRefusals]) }
  const resolved = resolveParameters(parsed.parameters, parameters, { scope: forDefaults, seeds })
  const variables = variablesFunction(parsed.variables, (): Scope => scope)
  const scope = withFunctions(surrounded, [...own, resolved.function, variables, copyIndexFunction])
  return { scope, shown: resolved.shown, secure: resolved.secure }
}

const defaultRefusals = new Map([
  ['variables', "cannot be used in a parameter's default value: variables are made of parameters"],
  ['copyindex', "cannot be used in a parameter's default value"],
])

function refuseTwins(resources: readonly PlannedResource[]): void {
  const seen = new Map<string, PlannedResource>()
  for (const resource of resources) {
    const twin = seen.get(resource.key)
    if (twin !== undefined) {
      const where = `'${twin.path}' and '${resource.path}'`
      throw new TemplateFault(
        `The resource '${resource.id}' is declared twice, at ${where}. In a loop, put copyIndex() into the name.`,
      )
    }
    seen.set(resource.key, resource)
  }
}

/** Every body once, before anything is deployed: faults show up at once, and ids in it tell what it waits for. */
function draft(resource: PlannedResource, index: ResourceIndex): Draft {
  const needs: Need[] = []
  return { resource, needs, body: renderBody(resource, withRuntime(resource.scope, unanswered, index.find), needs) }
}

function stepOf(
  resource: PlannedResource,
  index: ResourceIndex,
  { waits, allowance }: { readonly waits: readonly string[]; readonly allowance: number },
): Step {
  return {
    ...factsOf(resource),
    path: resource.path,
    dependsOn: waits.map((key) => index.byKey(key)?.id ?? key),
    render: (runtime) => {
      resource.scope.work.refill(allowance)
      const needs: Need[] = []
      const body = renderBody(resource, withRuntime(resource.scope, runtime, index.find), needs)
      return needs.length > 0 ? { missing: distinct(needs) } : { body }
    },
  }
}

function factsOf({ id, type, name, apiVersion }: PlannedResource): ResourceFacts {
  return { id, type, name, apiVersion }
}

function distinct(needs: readonly Need[]): readonly Need[] {
  return [...new Map(needs.map((each) => [needKey(each), each])).values()]
}

/** The order of the template, but for what must come earlier. */
function inOrder(steps: readonly Step[]): readonly Step[] {
  const byId = new Map(steps.map((each) => [each.id, each]))
  const ordered = new Set<Step>()
  const place = (step: Step): void => {
    if (ordered.has(step)) return
    for (const id of step.dependsOn) {
      const before = byId.get(id)
      if (before !== undefined) place(before)
    }
    ordered.add(step)
  }
  steps.forEach(place)
  return [...ordered]
}
