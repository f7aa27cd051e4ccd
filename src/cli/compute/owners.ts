import type { Session } from '../session/session.ts'
import { ownerId } from './columns.ts'
import type { ComputeDocument } from './compute-document.ts'

/** Names by object id: creators are named in the documents, assigned users where the caller may read the directory. */
export async function ownersOf(session: Session, computes: readonly ComputeDocument[]): Promise<Map<string, string>> {
  const names = new Map(
    computes.map(({ properties }) => {
      const { userId, userName } = properties.properties.createdBy
      return [userId, userName]
    }),
  )
  if (session.person) names.set(session.person.objectId, session.person.userName)
  const unknown = [...new Set(computes.map(ownerId).filter((id) => !names.has(id)))]
  await Promise.all(
    unknown.map(async (id) => {
      const answer = await session.send(
        'GET',
        `/providers/Carrel.Identity/users/${encodeURIComponent(id)}?api-version=2026-11-01`,
      )
      const name = (answer.body as { properties?: { userName?: unknown } } | undefined)?.properties?.userName
      if (answer.status === 200 && typeof name === 'string') names.set(id, name)
    }),
  )
  return names
}
