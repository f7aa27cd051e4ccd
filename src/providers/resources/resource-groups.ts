import { z } from 'zod'
import { requireLocation } from '../../arm/locations.ts'
import { readBody } from '../../arm/read-body.ts'
import { groupType } from '../../arm/resource-id.ts'
import { type ArmDesired, resourceType } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import { deleteContents } from '../../control/delete-contents.ts'

const minutes = 60_000

const propertiesSchema = z.strictObject({ provisioningState: z.unknown().optional() })

export const resourceGroups = resourceType<ArmDesired & { managedBy?: string }>({
  type: groupType,
  apiVersions: ['2015-01-01', '2016-06-01', '2018-05-01', '2019-10-01', '2021-04-01', '2024-11-01', '2025-04-01'],
  home: 'subscription',
  isTracked: true,
  isCompleteAsWritten: true,
  omits: ['systemData'],
  verbs: ['get', 'list', 'put', 'patch', 'delete'],
  deadlinesMs: { create: minutes, update: minutes, delete: 30 * minutes },

  parse({ body, name, previous }) {
    if (!/^[\w().-]{1,90}$/u.test(name) || name.endsWith('.')) {
      throw new ArmError(
        400,
        'InvalidResourceGroup',
        `The resource group name '${name}' is not valid: 1 to 90 letters, digits, '-', '_', '.', '(' or ')', not ending in '.'.`,
      )
    }
    readBody(propertiesSchema, body.properties ?? {}, 'properties')
    const location = requireLocation(body.location ?? previous?.desired.location, groupType)
    if (previous && previous.desired.location !== location) {
      throw new ArmError(
        409,
        'InvalidResourceGroupLocation',
        `The resource group '${name}' is in '${previous.desired.location}'; a group cannot be moved to '${location}'.`,
      )
    }
    return { location, tags: body.tags ?? {} }
  },

  /** `tagName eq '…'`, with `and tagValue eq '…'` or without. */
  readListFilter(filter) {
    const [, name, value] = /^tagName\s+eq\s+'([^']*)'(?:\s+and\s+tagValue\s+eq\s+'([^']*)')?$/i.exec(filter) ?? []
    if (name === undefined) return undefined
    return {
      matches({ desired }) {
        const tags = Object.entries(desired.tags ?? {})
        return tags.some(([key, tag]) => key.toLowerCase() === name.toLowerCase() && (value ?? tag) === tag)
      },
    }
  },

  render: () => ({ properties: {}, type: 'Microsoft.Resources/resourceGroups' }),

  /** Deleting a group deletes what is in it; the group goes last. */
  async reconcile(group, context) {
    if (group.deletedAt === undefined) return { observed: {} }
    return (await deleteContents(group, context)) ?? 'gone'
  },
})
