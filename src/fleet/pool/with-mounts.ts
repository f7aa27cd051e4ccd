import type { Mount } from '../../engine/engine.ts'
import type { NodeRecord } from '../fleet.ts'
import type { Placements, PoolJob } from './pool.ts'

/** Nodes with what the job that is placed on each mounts. */
export function withMounts<N extends NodeRecord>(
  nodes: readonly N[],
  jobs: readonly PoolJob[],
  placements: Placements,
): (N & { readonly jobMounts?: readonly Mount[] })[] {
  const ofNode = new Map(
    jobs
      .filter(({ mounts = [] }) => mounts.length > 0)
      .flatMap(({ key, mounts }) => (placements[key]?.nodes ?? []).map(({ name }) => [name, mounts ?? []] as const)),
  )
  return nodes.map((node) => {
    const jobMounts = ofNode.get(node.name)
    return jobMounts === undefined ? node : { ...node, jobMounts }
  })
}
