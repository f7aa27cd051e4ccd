// The options that all lines of `az batchai` have, beside those every command here has.

import { clusterNames } from '../cluster/clusters.ts'
import { wholeIn } from '../file-server/disk-options.ts'
import type { ApiOption } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'

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

export const expiryOption: ApiOption = {
  flags: '--expiry <minutes>',
  summary: 'how long the links are good (default: 60; 5 to 600)',
}

export function minutesOf(invocation: Invocation): number | undefined {
  const given = invocation.option('expiry')
  return given === undefined ? undefined : wholeIn(given, { name: '--expiry', most: 600 })
}
