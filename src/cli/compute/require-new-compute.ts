import { ApiError } from '../api-error.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Session } from '../session/session.ts'
import { computeVersion } from './compute-document.ts'
import { computeId } from './read-compute.ts'

/** A request to create would change an instance that is there, which is not what `create` says. */
export async function requireNewCompute(session: Session, name: string): Promise<void> {
  const answer = await session.send('GET', `${computeId(session, name)}?${computeVersion}`)
  if (answer.status === 404 || answer.status === 403) return
  if (answer.status >= 400) throw ApiError.from(answer)
  throw new CliFailure(
    `There is a compute instance '${name}' already.`,
    `see "carrel compute show ${name}", or choose another name`,
    exitCodes.conflict,
  )
}
