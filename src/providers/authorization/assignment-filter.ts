import type { AccessSource, RoleAssignment } from '../../access/authorize.ts'
import { scopeKeysOf } from '../../arm/resource-id.ts'
import type { ListFilter } from '../../arm/resource-type.ts'

/**
 * `atScope()`: there and above. `principalId eq '…'`: only theirs. `assignedTo('…')`: theirs and their groups'. Joined by
 * `and`; undefined: not understood.
 */
export function assignmentFilter(
  filter: string,
  parentId: string,
  groupsOf: AccessSource['groupsOf'],
): ListFilter<RoleAssignment> | undefined {
  const terms = filter.split(/\s+and\s+/i)
  if (!terms.every((term) => atScope.test(term) || principal.test(term) || assignedTo.test(term))) return undefined
  const ids = terms.flatMap((term) => principal.exec(term)?.[1]?.toLowerCase() ?? [])
  const holders = terms.flatMap((term) => assignedTo.exec(term)?.[1]?.toLowerCase() ?? [])
  const groups = holders.map(async (id) => new Set([id, ...(await groupsOf(id))]))
  return {
    ...(terms.some((term) => atScope.test(term)) ? { parentKeys: scopeKeysOf(parentId) } : {}),
    async matches({ desired: { principalId } }) {
      const isTheirs = (await Promise.all(groups)).every((each) => each.has(principalId))
      return isTheirs && ids.every((id) => id === principalId)
    },
  }
}

const atScope = /^atScope\(\)$/i
const principal = /^principalId\s+eq\s+'([\w-]+)'$/i
const assignedTo = /^assignedTo\('([\w-]+)'\)$/i
