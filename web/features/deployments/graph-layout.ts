// The resources of a deployment in columns, each after all that it waits for. Pure.

export interface Reference {
  readonly id: string
  readonly resourceType: string
  readonly resourceName: string
}

export interface Dependency extends Reference {
  readonly dependsOn: readonly Reference[]
}

export interface GraphNode extends Reference {
  readonly column: number
  readonly row: number
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  /** Ids in small letters: from what is waited for to what waits. */
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

/** `begun`: what is known beside the dependencies. */
export function layOut(dependencies: readonly Dependency[], begun: readonly Reference[]): Graph {
  const all = new Map<string, Reference>()
  for (const each of [...begun, ...dependencies, ...dependencies.flatMap(({ dependsOn }) => dependsOn)]) {
    if (!all.has(keyOf(each))) all.set(keyOf(each), each)
  }
  const waitsFor = new Map(dependencies.map((each) => [keyOf(each), each.dependsOn.map(keyOf)]))
  const columns = new Map<string, number>()
  const columnOf = (key: string): number => {
    const known = columns.get(key)
    if (known !== undefined) return known
    // A circle, which the server refuses, ends here all the same.
    columns.set(key, 0)
    const column = Math.max(-1, ...(waitsFor.get(key) ?? []).map(columnOf)) + 1
    columns.set(key, column)
    return column
  }
  const filled = new Map<number, number>()
  const nodes = [...all].map(([key, { id, resourceName, resourceType }]) => {
    const column = columnOf(key)
    const row = filled.get(column) ?? 0
    filled.set(column, row + 1)
    return { id, resourceName, resourceType, column, row }
  })
  const edges = [...waitsFor].flatMap(([to, from]) => from.map((each) => ({ from: each, to })))
  return { nodes, edges }
}

function keyOf({ id }: Reference): string {
  return id.toLowerCase()
}
