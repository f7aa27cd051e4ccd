// What holds jobs, and nothing else. Deleting it ends and deletes them first.

import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import { type ArmDesired, resourceType } from '../../arm/resource-type.ts'
import { deleteContents } from '../../control/delete-contents.ts'
import { requireBare } from './bare-envelope.ts'
import { inWorkspace } from './in-workspace.ts'
import { requireName } from './names.ts'
import { lifeOf } from './states.ts'

const minutes = 60_000
export const experimentType = 'Microsoft.BatchAI/workspaces/experiments'

const readOnly = z.unknown().optional()
const propertiesSchema = z.strictObject({
  creationTime: readOnly,
  provisioningState: readOnly,
  provisioningStateTransitionTime: readOnly,
})

export const experiments = resourceType<ArmDesired>({
  type: experimentType,
  ...inWorkspace,
  verbs: ['get', 'list', 'put', 'delete'],
  deadlinesMs: { create: 2 * minutes, update: 2 * minutes, delete: 15 * minutes },

  parse({ body, name }) {
    requireName(name, 'experiment')
    requireBare(body, 'experiment')
    readBody(propertiesSchema, body.properties ?? {}, 'properties')
    return {}
  },

  render: (view) => ({ properties: lifeOf(view) }),

  async reconcile(experiment, context) {
    if (experiment.deletedAt === undefined) return { observed: {} }
    return (await deleteContents(experiment, context)) ?? 'gone'
  },
})
