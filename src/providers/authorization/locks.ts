import { z } from 'zod'
import { type Lock, lockType } from '../../arm/locks.ts'
import { readBody } from '../../arm/read-body.ts'
import { scopeKeysOf } from '../../arm/resource-id.ts'
import { type ArmDesired, resourceType } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'

const seconds = 1_000
const levels = ['CanNotDelete', 'ReadOnly'] as const

const propertiesSchema = z.strictObject({
  level: z.string(),
  notes: z.string().max(512).nullish(),
  owners: z
    .array(z.looseObject({}))
    .max(0, 'owners are not offered: whoever may write locks here may change it')
    .nullish(),
})

export const locks = resourceType<ArmDesired & Lock>({
  type: lockType,
  apiVersions: ['2015-01-01', '2016-09-01', '2017-04-01', '2020-05-01'],
  home: 'scope',
  isTracked: false,
  omits: ['provisioningState'],
  verbs: ['get', 'list', 'put', 'delete'],
  deadlinesMs: { create: 30 * seconds, update: 30 * seconds, delete: 30 * seconds },

  parse({ id, body, name }) {
    if (!id.startsWith('/subscriptions/'))
      throw new ArmError(400, 'InvalidLockScope', 'A lock stands at a subscription, a resource group or a resource.')
    if (!/^[^<>%&:\\?/#\p{Cc}]{1,260}$/u.test(name) || /[. ]$/.test(name))
      throw new ArmError(400, 'InvalidLockName', `The lock name '${name}' is not valid.`)
    const properties = readBody(propertiesSchema, body.properties ?? {}, 'properties')
    const level = levels.find((each) => each.toLowerCase() === properties.level.toLowerCase())
    if (!level) {
      throw new ArmError(
        400,
        'InvalidLockLevel',
        `The lock level '${properties.level.slice(0, 40)}' is not one of ${levels.join(', ')}.`,
        { target: 'properties.level' },
      )
    }
    return { level, ...(properties.notes ? { notes: properties.notes } : {}) }
  },

  /** `atScope()`: there and above, without what is below. */
  readListFilter(filter, parentId) {
    if (!/^atScope\(\)$/i.test(filter)) return undefined
    return { parentKeys: scopeKeysOf(parentId), matches: () => true }
  },

  render: ({ record }) => ({ properties: { ...record.desired } }),
})
