// Somebody must remain who can do everything: a change that takes the root's Owner role from the last one who can sign
// in here is refused. Who comes in by an outside service, or is in a group because it says so, does not count while there
// is anybody else: what is said there tomorrow, and whether it is still asked, is not decided here. Such changes go one
// after the other, and after changes of roles, so that two at once do not each leave it to the other.

import { type RoleAssignment, roleAssignmentType } from '../../access/authorize.ts'
import { inGrantTurn } from '../../access/grant-turn.ts'
import { builtInRole } from '../../access/roles.ts'
import { ArmError } from '../../base/errors.ts'
import { storedCertificates } from '../principal-certificates.ts'
import { findServicePrincipalByEither, type ServicePrincipal } from '../service-principals.ts'
import type { DirectoryParts } from './directory-parts.ts'

/** What the change takes away: a principal altogether or all it signs in with, one membership, or the role from whom it is assigned to. */
export type Lost =
  | { readonly principal: string }
  | { readonly group: string; readonly member: string }
  | { readonly assignee: string }

export interface Owners {
  /** Whom the role is assigned to, groups among them. */
  readonly assigned: readonly string[]
  readonly memberships: readonly Membership[]
  /** Users and service principals that can sign in. */
  readonly enabled: ReadonlySet<string>
}

interface Membership {
  readonly group_id: string
  readonly member_id: string
  /** The outside service that says so; empty: somebody here. */
  readonly source: string
}

/** Throws 409 before `work` is begun. */
export function keepAnOwner<T>(parts: DirectoryParts, lost: Lost, work: () => Promise<T>): Promise<T> {
  return inGrantTurn(async () => {
    await requireAnOwner(parts, lost)
    return work()
  })
}

type Credentials = Pick<ServicePrincipal, 'secretHash' | 'certificates'>

/** One of the things that a service principal signs in with. */
export interface CredentialLost {
  readonly objectId: string
  /** What is left without it. */
  left(has: Credentials): Credentials
}

/** As `keepAnOwner`. Whether it is the last one is seen in its turn: of two at once each would take the other for left. */
export function keepAnOwnersCredential<T>(
  parts: DirectoryParts,
  { objectId, left }: CredentialLost,
  work: () => Promise<T>,
): Promise<T> {
  return inGrantTurn(async () => {
    const has = await findServicePrincipalByEither(parts.db, objectId)
    const isLast = has !== undefined && signsIn(has, parts.clock.now()) && !signsIn(left(has), parts.clock.now())
    if (isLast) await requireAnOwner(parts, { principal: objectId })
    return work()
  })
}

function signsIn({ secretHash, certificates }: Credentials, now: number): boolean {
  return secretHash !== undefined || certificates.some(({ notAfter }) => notAfter > now)
}

/** The check alone, for a change that is in its turn already. */
export async function requireAnOwner(parts: DirectoryParts, lost: Lost): Promise<void> {
  for (const owners of await readOwners(parts)) {
    if (holders(owners).size === 0) continue
    if (holders(without(owners, lost)).size > 0) return
    throw new ArmError(
      409,
      'LastOwner',
      'Nobody else is Owner at the root who signs in here with a password, secret or certificate of their own, and not ' +
        'only by what an outside sign-in service says. Make somebody else Owner there first: ' +
        'PUT /providers/Microsoft.Authorization/roleAssignments/{guid}.',
    )
  }
}

/** First those who depend on nobody outside; then all, for where there are none of them. */
async function readOwners({ db, store, clock }: DirectoryParts): Promise<[Owners, Owners]> {
  const owner = builtInRole('Owner')?.id
  const rows = await store.list({ type: roleAssignmentType, parentKey: '' })
  const assigned = rows
    .map((row) => row.desired as RoleAssignment)
    .filter(({ roleDefinitionId }) => roleDefinitionId.toLowerCase().split('/').at(-1) === owner)
    .map(({ principalId }) => principalId.toLowerCase())
  const memberships = await db.selectFrom('group_members').select(['group_id', 'member_id', 'source']).execute()
  const enabled = await readEnabled(db, clock.now())
  const idsOf = (these: typeof enabled) => new Set(these.map(({ objectId }) => objectId))
  return [
    {
      assigned,
      memberships: memberships.filter(({ source }) => source === ''),
      enabled: idsOf(enabled.filter(({ hasCredential }) => hasCredential)),
    },
    { assigned, memberships, enabled: idsOf(enabled) },
  ]
}

async function readEnabled(db: DirectoryParts['db'], now: number) {
  const users = await db.selectFrom('users').select(['object_id', 'password_hash']).where('disabled', '=', 0).execute()
  const programs = await db
    .selectFrom('service_principals')
    .select(['object_id', 'secret_hash', 'certificates'])
    .where('disabled', '=', 0)
    .execute()
  return [
    ...users.map((row) => ({ objectId: row.object_id, hasCredential: row.password_hash !== '' })),
    ...programs.map((row) => {
      const has = { secretHash: row.secret_hash ?? undefined, certificates: storedCertificates(row.certificates) }
      return { objectId: row.object_id, hasCredential: signsIn(has, now) }
    }),
  ]
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
