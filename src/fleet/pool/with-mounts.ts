import type { Mount } from '../../engine/engine.ts'
import type { NodeRecord } from '../fleet.ts'
import type { Placements } from './pool.ts'

/** Nodes with what the job that is placed on each mounts. `mounts`: by key of the job. */
export function withMounts<N extends NodeRecord>(
  nodes: readonly N[],
  mounts: ReadonlyMap<string, readonly Mount[]>,
  placements: Placements,
): (N & { readonly jobMounts?: readonly Mount[] })[] {
  const ofNode = new Map(
    [...mounts].flatMap(([key, each]) => (placements[key]?.nodes ?? []).map(({ name }) => [name, each] as const)),
  )
  return nodes.map((node) => {
    const jobMounts = ofNode.get(node.name)
    return jobMounts === undefined ? node : { ...node, jobMounts }
  })
}
