import type { AccessSource, RoleAssignment } from '../../access/authorize.ts'
import { keyOf, scopeKeysOf } from '../../arm/resource-id.ts'
import type { ListFilter } from '../../arm/resource-type.ts'

/**
 * Without a word: at the scope, above it and below it. `atScope()`: there and above. `principalId eq '…'`: only theirs.
 * `assignedTo('…')`: theirs and their groups'. Joined by `and`; undefined: not understood.
 */
export function assignmentFilter(
  filter: string,
  parentId: string,
  groupsOf: AccessSource['groupsOf'],
): ListFilter<RoleAssignment> | undefined {
  const terms = filter === '' ? [] : filter.split(/\s+and\s+/i)
  if (!terms.every((term) => atScope.test(term) || principal.test(term) || assignedTo.test(term))) return undefined
  const ids = terms.flatMap((term) => principal.exec(term)?.[1]?.toLowerCase() ?? [])
  const holders = terms.flatMap((term) => assignedTo.exec(term)?.[1]?.toLowerCase() ?? [])
  const groups = holders.map(async (id) => new Set([id, ...(await groupsOf(id))]))
  const above = new Set(scopeKeysOf(parentId))
  const below = `${keyOf(parentId)}/`
  return {
    parentKeys: terms.some((term) => atScope.test(term)) ? [...above] : 'any',
    async matches({ parentKey, desired: { principalId } }) {
      if (!above.has(parentKey) && !parentKey.startsWith(below)) return false
      const isTheirs = (await Promise.all(groups)).every((each) => each.has(principalId))
      return isTheirs && ids.every((id) => id === principalId)
    },
  }
}

const atScope = /^atScope\(\)$/i
const principal = /^principalId\s+eq\s+'([\w-]+)'$/i
const assignedTo = /^assignedTo\('([\w-]+)'\)$/i
