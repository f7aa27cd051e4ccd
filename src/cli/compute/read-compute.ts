import type { NameSource } from '../frame/api-command.ts'
import type { Session } from '../session/session.ts'
import { type ComputeDocument, computeVersion } from './compute-document.ts'

export function computeId(session: Session, name: string): string {
  return `${session.workspaceId()}/computes/${encodeURIComponent(name)}`
}

/** Throws `ApiError` 404 when there is none of this name. */
export async function readCompute(session: Session, name: string): Promise<ComputeDocument> {
  return session.call('GET', `${computeId(session, name)}?${computeVersion}`)
}

export const computeNames: NameSource = async (invocation) => {
  const session = await invocation.session()
  const found = await session.list<ComputeDocument>(`${session.workspaceId()}/computes?${computeVersion}`)
  return found.map(({ name }) => name)
}
