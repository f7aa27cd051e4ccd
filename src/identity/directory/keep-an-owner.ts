// Somebody must remain who can do everything: a change that takes the root's Owner role from the last one who can sign
// in is refused. Such changes go one after the other, and after changes of roles, so that two at once do not each leave it to the other.

import { type RoleAssignment, roleAssignmentType } from '../../access/authorize.ts'
import { inGrantTurn } from '../../access/grant-turn.ts'
import { builtInRole } from '../../access/roles.ts'
import { ArmError } from '../../base/errors.ts'
import type { DirectoryParts } from './directory-parts.ts'

/** What the change takes away: a principal altogether, one membership, or the role from whom it is assigned to. */
export type Lost =
  | { readonly principal: string }
  | { readonly group: string; readonly member: string }
  | { readonly assignee: string }

export interface Owners {
  /** Whom the role is assigned to, groups among them. */
  readonly assigned: readonly string[]
  readonly memberships: readonly { readonly group_id: string; readonly member_id: string }[]
  /** Users and service principals that can sign in. */
  readonly enabled: ReadonlySet<string>
}

/** Throws 409 before `work` is begun. */
export function keepAnOwner<T>(parts: DirectoryParts, lost: Lost, work: () => Promise<T>): Promise<T> {
  return inGrantTurn(async () => {
    await requireAnOwner(parts, lost)
    return work()
  })
}

/** The check alone, for a change that is in its turn already. */
export async function requireAnOwner(parts: DirectoryParts, lost: Lost): Promise<void> {
  const owners = await readOwners(parts)
  const [before, after] = [holders(owners).size, holders(without(owners, lost)).size]
  if (before === 0 || after > 0) return
  throw new ArmError(
    409,
    'LastOwner',
    'Nobody else who can sign in is Owner at the root. Make somebody else Owner there first: ' +
      'PUT /providers/Microsoft.Authorization/roleAssignments/{guid}.',
  )
}

async function readOwners({ db, store }: DirectoryParts): Promise<Owners> {
  const owner = builtInRole('Owner')?.id
  const rows = await store.list({ type: roleAssignmentType, parentKey: '' })
  const assignments = rows.map((row) => row.desired as RoleAssignment)
  const users = await db.selectFrom('users').select('object_id').where('disabled', '=', 0).execute()
  const programs = await db.selectFrom('service_principals').select('object_id').where('disabled', '=', 0).execute()
  return {
    assigned: assignments
      .filter(({ roleDefinitionId }) => roleDefinitionId.toLowerCase().split('/').at(-1) === owner)
      .map(({ principalId }) => principalId.toLowerCase()),
    memberships: await db.selectFrom('group_members').select(['group_id', 'member_id']).execute(),
    enabled: new Set([...users, ...programs].map((row) => row.object_id)),
  }
}

export function without({ assigned, memberships, enabled }: Owners, lost: Lost): Owners {
  if ('group' in lost) {
    const rest = memberships.filter((each) => each.group_id !== lost.group || each.member_id !== lost.member)
    return { assigned, memberships: rest, enabled }
  }
  if ('assignee' in lost)
    return { assigned: assigned.filter((each) => each !== lost.assignee.toLowerCase()), memberships, enabled }
  const { principal } = lost
  return {
    assigned: assigned.filter((each) => each !== principal),
    memberships: memberships.filter((each) => each.group_id !== principal && each.member_id !== principal),
    enabled: new Set([...enabled].filter((each) => each !== principal)),
  }
}

/** Those who can sign in and have the role, themselves or by a group. */
export function holders({ assigned, memberships, enabled }: Owners): Set<string> {
  const reached = new Set(assigned)
  // A set grows while it is walked: what is added is visited too, each once.
  for (const each of reached) {
    for (const { group_id: group, member_id: member } of memberships) if (group === each) reached.add(member)
  }
  return new Set([...reached].filter((each) => enabled.has(each)))
}
