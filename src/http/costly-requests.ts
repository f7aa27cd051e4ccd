// What one caller may have this server work on at once. Templates, questions about everything and large bodies take turns,
// and what is being received counts against whoever sends it; the rest of the API answers others meanwhile.

import { ArmError } from '../base/errors.ts'
import { FairTurns } from '../base/fair-turns.ts'
import { carriesTemplate, withProvider } from './deployment-path.ts'

/** A few lines of template can ask for a second of work, so these are few; in line are as many as a script starts at once. */
const rule = { most: 16, mostOfOne: 2, mostWaiting: 64 }
/** Reading a body of this size takes as long as a hundred ordinary requests. */
const largeBytes = 256 * 1024
const question = /\/providers\/Microsoft\.(PolicyInsights\/policyStates|CostManagement\/query)(\/|$)/i
/** Each waits for a node, which may take its time, and holds what that has said. */
const log = /\/(setupScriptLog|setupTaskLog)\/?$/i

export class CostlyRequests {
  readonly #turns = new FairTurns(rule)

  /** Throws ArmError 429 when too many of the caller's wait already. */
  answer<T>(request: CostlyRequest, work: () => Promise<T>): Promise<T> {
    if (!isCostly(request)) return work()
    const answer = this.#turns.take(request.objectId, work)
    if (answer !== undefined) return answer
    throw tooManyRequests(`${rule.mostWaiting} requests of yours that take much work wait for their turn.`)
  }
}

export interface CostlyRequest {
  readonly objectId: string
  readonly method: string
  readonly path: string
  readonly bodyBytes: number
}

function isCostly({ method, path, bodyBytes }: CostlyRequest): boolean {
  if (bodyBytes >= largeBytes || carriesTemplate(method, path)) return true
  return method === 'POST' && (question.test(withProvider(path)) || log.test(path))
}

/** Of one caller, bytes: what has come and is not answered yet. */
const mostReceiving = 64 * 1024 * 1024

export class Receiving {
  readonly #bytes = new Map<string, number>()

  /** Answers how to say, once or more often, that it has been answered. Throws ArmError 429 when the caller sends too much at once. */
  begin(objectId: string, bytes: number): () => void {
    const now = (this.#bytes.get(objectId) ?? 0) + bytes
    if (now > mostReceiving) throw tooManyRequests(`${mostReceiving >> 20} MiB of yours are being received already.`)
    this.#bytes.set(objectId, now)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const left = (this.#bytes.get(objectId) ?? 0) - bytes
      if (left > 0) this.#bytes.set(objectId, left)
      else this.#bytes.delete(objectId)
    }
  }
}

export function tooManyRequests(why: string): ArmError {
  const headers = { 'retry-after': '1' }
  return new ArmError(429, 'TooManyRequests', `${why} Wait a second, then ask again.`, { headers })
}
