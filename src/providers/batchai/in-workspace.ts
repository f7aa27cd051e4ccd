import { batchAiVersions } from './api-versions.ts'

/** What the types of all that stands in a workspace of Batch AI have in common. */
export const inWorkspace = {
  apiVersions: batchAiVersions,
  home: 'resource',
  isTracked: false,
  createdStatus: 202,
  omits: ['systemData'],
} as const
