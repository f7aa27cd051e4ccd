import { ApiError } from '../api-error.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Session } from '../session/session.ts'

export interface Assignee {
  readonly objectId: string
  readonly tenantId: string
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** By name or object id; whoever a session acts for when nobody is named; undefined: whoever is signed in. */
export async function assignee(session: Session, asked: string | undefined): Promise<Assignee | undefined> {
  const { person, tenantId } = session
  if (asked === undefined) return person && { objectId: person.objectId, tenantId: person.tenantId }
  if (guid.test(asked)) return { objectId: asked, tenantId }
  if (asked === person?.userName) return { objectId: person.objectId, tenantId }
  const answer = await session.send(
    'GET',
    `/providers/Carrel.Identity/users/${encodeURIComponent(asked)}?api-version=2026-11-01`,
  )
  if (answer.status === 200)
    return { objectId: (answer.body as { properties: { objectId: string } }).properties.objectId, tenantId }
  if (answer.status === 404)
    throw new CliFailure(`There is no user '${asked}'.`, '"carrel user list" names them', exitCodes.notFound)
  if (answer.status === 403)
    throw new CliFailure(
      'You may not look users up by their names.',
      'give the object id in place of the name',
      exitCodes.notAllowed,
    )
  throw ApiError.from(answer)
}
