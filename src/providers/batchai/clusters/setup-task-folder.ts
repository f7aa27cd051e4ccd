import { mountRoot } from '../../../fleet/pool/node-script.ts'
import type { ClusterTask } from './cluster.ts'

/** Absolute, in the nodes: where the set-up task of each writes what it prints. */
export function setupTaskFolder({ outputPrefix, outputSuffix }: ClusterTask): string {
  const prefix = outputPrefix.replace(/^\$\{?AZ_BATCHAI_MOUNT_ROOT\}?/, mountRoot)
  return `${prefix.replace(/\/$/, '')}/${outputSuffix}`
}
