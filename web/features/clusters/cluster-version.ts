import { apiVersions } from '../../api/api-versions.ts'
import type { ClusterKey } from '../../paths.ts'

/** The api-version at which clusters of a kind are asked about. */
export function versionOf(kind: ClusterKey['kind']): string {
  return kind === 'batch' ? apiVersions.batchAi : apiVersions.machineLearning
}
