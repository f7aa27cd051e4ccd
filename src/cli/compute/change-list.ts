// A list of an instance that the API takes as a whole: read, changed and written back, unless somebody else changed the
// instance meanwhile. Then it is read anew, so that of two who add something at once neither loses it.

import { text } from 'node:stream/consumers'
import { ApiError } from '../api-error.ts'
import type { Session } from '../session/session.ts'
import { type ComputeDocument, computeVersion } from './compute-document.ts'
import { computeId, readTagged } from './read-compute.ts'

const attempts = 10
const changedMeanwhile = 412

/** `bodyOf` is called again when the instance changed. */
export async function changeList(
  session: Session,
  { name, action }: { readonly name: string; readonly action: string },
  bodyOf: (compute: ComputeDocument) => unknown,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { compute, etag } = await readTagged(session, name)
    const answer = await session.open('POST', `${computeId(session, name)}/${action}?${computeVersion}`, () => ({
      headers: { 'content-type': 'application/json', ...(etag === undefined ? {} : { 'if-match': etag }) },
      body: JSON.stringify(bodyOf(compute)),
    }))
    const said = await text(answer.body)
    if (answer.status < 400) return
    if (answer.status !== changedMeanwhile || attempt === attempts)
      throw ApiError.from({ ...answer, body: parsed(said) })
  }
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    return undefined
  }
}
