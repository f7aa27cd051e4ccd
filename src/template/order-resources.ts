// Puts edges between resources together: those the template says must hold, and are refused when they go in a circle;
// those only guessed from ids in a body give way to them.

import { TemplateFault } from './template-fault.ts'

/** From each resource to those it waits for, by key. */
export type Edges = ReadonlyMap<string, ReadonlySet<string>>

/** @throws TemplateFault with the circle written out. */
export function orderResources(keys: readonly string[], said: Edges, guessed: Edges): Edges {
  const circle = findCircle(keys, said)
  if (circle !== undefined) {
    throw new TemplateFault(
      `The resources wait for each other in a circle: ${circle.map(shortName).join(' → ')}. Remove one of these from dependsOn or references.`,
    )
  }
  const group = stronglyConnected(keys, (key) => [...(said.get(key) ?? []), ...(guessed.get(key) ?? [])])
  const merged = keys.map((key): [string, Set<string>] => {
    const kept = [...(guessed.get(key) ?? [])].filter((to) => group.get(to) !== group.get(key))
    return [key, new Set([...(said.get(key) ?? []), ...kept])]
  })
  return new Map(merged)
}

function shortName(key: string): string {
  return `'${key.replace(/^.*\/providers\//, '')}'`
}

/** The first circle found, its beginning repeated at its end. */
function findCircle(keys: readonly string[], edges: Edges): string[] | undefined {
  const done = new Set<string>()
  const way: string[] = []
  const onWay = new Set<string>()
  const visit = (key: string): string[] | undefined => {
    if (onWay.has(key)) return [...way.slice(way.indexOf(key)), key]
    if (done.has(key)) return undefined
    way.push(key)
    onWay.add(key)
    for (const to of edges.get(key) ?? []) {
      const found = visit(to)
      if (found !== undefined) return found
    }
    way.pop()
    onWay.delete(key)
    done.add(key)
    return undefined
  }
  for (const key of keys) {
    const found = visit(key)
    if (found !== undefined) return found
  }
  return undefined
}

/** Tarjan's: keys of one number reach each other. */
function stronglyConnected(
  keys: readonly string[],
  nextOf: (key: string) => readonly string[],
): ReadonlyMap<string, number> {
  const order = new Map<string, number>()
  const groups = new Map<string, number>()
  const stack: string[] = []
  const visit = (key: string): number => {
    let low = order.size
    order.set(key, low)
    const own = low
    stack.push(key)
    for (const to of nextOf(key)) {
      if (!order.has(to)) low = Math.min(low, visit(to))
      else if (!groups.has(to)) low = Math.min(low, order.get(to) ?? low)
    }
    if (low === own) for (const member of stack.splice(stack.indexOf(key))) groups.set(member, own)
    return low
  }
  for (const key of keys) if (!order.has(key)) visit(key)
  return groups
}
