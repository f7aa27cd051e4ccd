// What the command line asks about files that are there.

import { text } from 'node:stream/consumers'
import { ApiError } from '../api-error.ts'
import type { Session } from '../session/session.ts'
import type { OpenAnswer } from '../session/transport.ts'
import { filesUrl } from './files-url.ts'

export interface EntryDocument {
  readonly name: string
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly size?: number
  readonly etag?: string
  readonly modifiedAt: string
}

export function entriesOf(session: Session, path: string): Promise<EntryDocument[]> {
  return session.list<EntryDocument>(filesUrl(session, 'entries', { path }))
}

export function entryAt(session: Session, path: string): Promise<EntryDocument> {
  return session.call<EntryDocument>('GET', filesUrl(session, 'entry', { path }))
}

/** Undefined: nothing is there. */
export async function findEntry(session: Session, path: string): Promise<EntryDocument | undefined> {
  const answer = await session.send('GET', filesUrl(session, 'entry', { path }))
  if (answer.status === 404) return undefined
  if (answer.status >= 400) throw ApiError.from(answer)
  return answer.body as EntryDocument
}

/** Throws what the API said, when it said no. */
export async function requireGood(answer: OpenAnswer): Promise<OpenAnswer> {
  if (answer.status < 400) return answer
  throw ApiError.from({ status: answer.status, body: parsed(await text(answer.body)) })
}

/** `a/b` and `c` → `a/b/c`. */
export function joined(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter((part) => part !== '')
    .join('/')
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    return undefined
  }
}
