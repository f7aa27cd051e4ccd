import type { Plan, Step } from '../../../template/plan-deployment.ts'
import type { DeploymentFacts, Reference } from './model.ts'

/** What is shown of a template as a whole: what it uses, in which order, and its hash. */
export function factsOf({ steps, templateHash }: Plan): DeploymentFacts {
  const byId = new Map(steps.map((step) => [step.id, step]))
  return {
    templateHash,
    providers: providersOf(steps),
    dependencies: steps.flatMap((step) => {
      const dependsOn = step.dependsOn.flatMap((id) => {
        const other = byId.get(id)
        return other ? [referenceTo(other)] : []
      })
      return dependsOn.length === 0 ? [] : [{ ...referenceTo(step), dependsOn }]
    }),
  }
}

function providersOf(steps: readonly Step[]): DeploymentFacts['providers'] {
  const found = new Map<string, Set<string>>()
  for (const { type } of steps) {
    const [namespace = '', ...rest] = type.split('/')
    found.set(namespace, (found.get(namespace) ?? new Set()).add(rest.join('/')))
  }
  return [...found].map(([namespace, types]) => ({ namespace, types: [...types] }))
}

function referenceTo({ id, type, name }: Step): Reference {
  return { id, resourceType: type, resourceName: name }
}
