import type { Session } from '../session/session.ts'

const version = '2026-11-01'

/** `entries` with `{ path: 'Users' }`; values go in as they are. */
export function filesUrl(session: Session, what: string, query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries({ 'api-version': version, ...query }).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return `${session.workspaceId()}/providers/Carrel.Files/${what}?${pairs.join('&')}`
}
