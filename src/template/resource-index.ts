// Finds a template's resources the ways a template names them: by id, symbolic name, loop, `type/name`, or name alone.

import type { ExpandedResources, PlannedResource } from './expand-resources.ts'
import { idKey } from './resource-address.ts'

export interface ResourceIndex {
  /** Names of loops in lower case, those without a round among them. */
  readonly loops: ReadonlySet<string>
  /** Of an id as it is compared; an active one before one whose condition is false. */
  byKey(key: string): PlannedResource | undefined
  /** What `dependsOn` may mean; several for a loop. */
  namedBy(name: string): readonly PlannedResource[]
  /** What `reference()` means; undefined when nothing is or several are of the name. */
  find(name: string): PlannedResource | undefined
}

export function indexResources({ resources, loops }: ExpandedResources): ResourceIndex {
  const byKey = new Map<string, PlannedResource>()
  for (const each of resources) if (!byKey.get(each.key)?.isActive) byKey.set(each.key, each)
  const tables = [
    tableOf(resources, ({ symbol, loop }) => (symbol === undefined ? [] : [symbol, `${symbol}[${loop?.round ?? 0}]`])),
    tableOf(resources, ({ loop }) => (loop === undefined ? [] : [loop.name])),
    tableOf(resources, ({ type, name, id }) => [
      `${type}/${name}`,
      /\/providers\/(?!.*\/providers\/)(.*)$/i.exec(id)?.[1] ?? '',
    ]),
    tableOf(resources, ({ name }) => [name]),
    tableOf(resources, ({ name }) => [name.split('/').at(-1) ?? '']),
  ]
  const namedBy = (name: string): readonly PlannedResource[] => {
    const same = byKey.get(idKey(name))
    if (same !== undefined) return [same]
    const wanted = name.startsWith('/') ? nestedDeploymentIn(name) : name.toLowerCase()
    return tables.map((table) => table.get(wanted) ?? []).find((found) => found.length > 0) ?? []
  }
  return {
    loops,
    byKey: (key) => byKey.get(key),
    namedBy,
    find: (name) => {
      const found = namedBy(name)
      const active = found.filter(({ isActive }) => isActive)
      return active.length === 1 ? active[0] : found.length === 1 ? found[0] : undefined
    },
  }
}

/** Templates name a nested deployment as if it stood in their own group, wherever it deploys to. */
function nestedDeploymentIn(id: string): string {
  return /\/providers\/(microsoft\.resources\/deployments\/[^/]+)\/?$/i.exec(id)?.[1]?.toLowerCase() ?? ''
}

function tableOf(
  resources: readonly PlannedResource[],
  namesOf: (resource: PlannedResource) => readonly string[],
): ReadonlyMap<string, readonly PlannedResource[]> {
  const table = new Map<string, PlannedResource[]>()
  for (const resource of resources) {
    for (const name of new Set(namesOf(resource).map((each) => each.toLowerCase()))) {
      const known = table.get(name)
      if (known === undefined) table.set(name, [resource])
      else known.push(resource)
    }
  }
  return table
}
