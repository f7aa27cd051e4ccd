import type { Session } from '../session/session.ts'
import { computeVersion } from './compute-document.ts'

/** Where instances are that nobody places elsewhere. */
export async function workspaceLocation(session: Session): Promise<string> {
  const workspace = await session.call<{ location: string }>('GET', `${session.workspaceId()}?${computeVersion}`)
  return workspace.location
}
