// The options that all lines of `az batchai` have, beside those every command here has.

import { clusterNames } from '../cluster/clusters.ts'
import type { ApiOption } from '../frame/api-command.ts'

/** `-w` is every command's own, under another long name. */
export const workspaceOption: ApiOption = {
  flags: '--workspace <name>',
  summary: 'Batch AI workspace; -w is the same',
}

/** Of lines about a cluster that is there. */
export const clusterOptions: readonly ApiOption[] = [
  { flags: '-n, --name <name>', summary: 'name of the cluster', isRequired: true, completes: clusterNames },
  workspaceOption,
]
