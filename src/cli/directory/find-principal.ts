// Whom a person means: by user name, group name, client id, display name or object id.

import { ApiError } from '../api-error.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Session } from '../session/session.ts'
import {
  directoryUrl,
  type GroupDocument,
  type PrincipalKind,
  type ServicePrincipalDocument,
  type UserDocument,
} from './documents.ts'

export interface Principal {
  readonly objectId: string
  readonly name: string
  /** Undefined: the directory may not be read, and an object id was given. */
  readonly kind: PrincipalKind | undefined
}

/** Throws where nobody is meant, or more than one. */
export async function findPrincipal(session: Session, wanted: string): Promise<Principal> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)
  try {
    const found = await exactly(session, wanted)
    const candidates = found.length > 0 ? found : await byDisplayName(session, wanted)
    if (candidates.length === 1 && candidates[0] !== undefined) return candidates[0]
    throw candidates.length > 1 ? ambiguous(wanted, candidates) : unknown(wanted)
  } catch (error) {
    // Who may not read the directory may still name somebody by object id.
    if (isId && error instanceof ApiError && error.status === 403) {
      return { objectId: wanted.toLowerCase(), name: wanted, kind: undefined }
    }
    throw error
  }
}

async function exactly(session: Session, wanted: string): Promise<Principal[]> {
  const [user, group, program] = await Promise.all([
    ifThere<UserDocument>(session, directoryUrl('users', wanted)),
    ifThere<GroupDocument>(session, directoryUrl('groups', wanted)),
    ifThere<ServicePrincipalDocument>(session, directoryUrl('servicePrincipals', wanted)),
  ])
  return [...(user ? [ofUser(user)] : []), ...(group ? [ofGroup(group)] : []), ...(program ? [ofProgram(program)] : [])]
}

async function byDisplayName(session: Session, wanted: string): Promise<Principal[]> {
  const [users, groups, programs] = await Promise.all([
    session.list<UserDocument>(directoryUrl('users')),
    session.list<GroupDocument>(directoryUrl('groups')),
    session.list<ServicePrincipalDocument>(directoryUrl('servicePrincipals')),
  ])
  const isWanted = ({ properties }: { properties: { displayName: string } }) =>
    properties.displayName.toLowerCase() === wanted.toLowerCase()
  return [
    ...users.filter(isWanted).map(ofUser),
    ...groups.filter(isWanted).map(ofGroup),
    ...programs.filter(isWanted).map(ofProgram),
  ]
}

async function ifThere<T>(session: Session, path: string): Promise<T | undefined> {
  const answer = await session.send('GET', path)
  // A name that cannot be anybody's is answered with 400.
  if (answer.status === 404 || answer.status === 400) return undefined
  if (answer.status >= 400) throw ApiError.from(answer)
  return answer.body as T
}

function ofUser({ properties }: UserDocument): Principal {
  return { objectId: properties.objectId, name: properties.userName, kind: 'User' }
}

function ofGroup({ name, properties }: GroupDocument): Principal {
  return { objectId: properties.objectId, name, kind: 'Group' }
}

function ofProgram({ properties }: ServicePrincipalDocument): Principal {
  return { objectId: properties.objectId, name: properties.displayName, kind: 'ServicePrincipal' }
}

function unknown(wanted: string): CliFailure {
  return new CliFailure(
    `There is no user, group or service principal '${wanted}'.`,
    'see "carrel user list", "carrel user group list" and "carrel sp list"',
    exitCodes.notFound,
  )
}

function ambiguous(wanted: string, candidates: readonly Principal[]): CliFailure {
  const each = candidates.map(({ kind, objectId }) => `${kind} ${objectId}`).join(', ')
  return new CliFailure(`'${wanted}' may be any of ${each}.`, 'say which by its object id', exitCodes.badUsage)
}
