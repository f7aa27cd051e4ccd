import type { ClusterKey } from '../../paths.ts'

const names: Readonly<Record<ClusterKey['kind'], string>> = { batch: 'Batch AI', ml: 'Azure ML' }

/** A name, the same in every language. */
export function kindName(kind: ClusterKey['kind']): string {
  return names[kind]
}
