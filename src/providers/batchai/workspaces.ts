// BA-03, BA-42: what holds clusters, file servers and experiments. Deleting it deletes them first (BA-21).

import { z } from 'zod'
import { moveFault, requireLocation } from '../../arm/locations.ts'
import { readBody } from '../../arm/read-body.ts'
import { type ArmDesired, resourceType } from '../../arm/resource-type.ts'
import { deleteContents } from '../../control/delete-contents.ts'
import { batchAiVersions } from './api-versions.ts'
import { requireName } from './names.ts'
import { lifeOf } from './states.ts'

const minutes = 60_000
export const workspaceType = 'Microsoft.BatchAI/workspaces'

const readOnly = z.unknown().optional()
const propertiesSchema = z.strictObject({
  creationTime: readOnly,
  provisioningState: readOnly,
  provisioningStateTransitionTime: readOnly,
})

export interface BatchWorkspace extends ArmDesired {
  readonly location: string
}

export const workspaces = resourceType<BatchWorkspace>({
  type: workspaceType,
  apiVersions: batchAiVersions,
  home: 'group',
  isTracked: true,
  isCompleteAsWritten: true,
  createdStatus: 200,
  omits: ['systemData'],
  verbs: ['get', 'list', 'put', 'patch', 'delete'],
  deadlinesMs: { create: 2 * minutes, update: 2 * minutes, delete: 30 * minutes },

  parse({ body, name, previous }) {
    requireName(name, 'workspace')
    readBody(propertiesSchema, body.properties ?? {}, 'properties')
    return {
      location: requireLocation(body.location ?? previous?.desired.location, workspaceType),
      tags: body.tags ?? {},
    }
  },

  admit(next, { previous }) {
    const fault = previous && moveFault('workspace', previous.desired.location, next.location)
    return fault ? [fault] : []
  },

  render: (view) => ({ properties: lifeOf(view) }),

  async reconcile(workspace, context) {
    if (workspace.deletedAt === undefined) return { observed: {} }
    return (await deleteContents(workspace, context)) ?? 'gone'
  },
})
