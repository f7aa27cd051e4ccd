// What is said of an app that cannot be reached although the person may open it.

import type { AppTarget, NodeState } from './app-target.ts'
import { type Standing, standingOf, statePage } from './pages/state-page.ts'
import type { Refusal } from './reply.ts'

/** The node is stopped or on its way. */
export function notRunning(target: AppTarget, now: number): Refusal {
  const message = messages[standingOf(target.state)]
  return unavailable('AppNotRunning', `${target.instance} ${message}`, { target, state: target.state, now })
}

/** The node is said to be running, but the app in it did not answer. */
export function notAnswering(target: AppTarget, cause: unknown, now: number): Refusal {
  const state: NodeState = { ...target.state, phase: 'running', failure: undefined }
  return { ...unavailable('AppNotAnswering', `${target.instance} does not answer yet.`, { target, state, now }), cause }
}

/** One person, or what runs in his browser, holds as many connections as one may. */
export const tooManyOpen: Refusal = {
  status: 429,
  code: 'TooManyConnections',
  message: 'You have very many connections to apps open. Close some tabs, then try again.',
  retryAfter: 5,
}

const messages: Readonly<Record<Standing, string>> = {
  opening: 'does not answer yet.',
  starting: 'is starting.',
  stopping: 'is stopping.',
  waiting: 'is about to change.',
  stopped: 'is stopped. Start it to use its apps.',
  failed: 'has failed. Its page and its operations say why.',
  removing: 'is being deleted.',
}

function unavailable(
  code: string,
  message: string,
  { target, state, now }: { readonly target: AppTarget; readonly state: NodeState; readonly now: number },
): Refusal {
  return { status: 503, code, message, retryAfter: 2, page: statePage({ instance: target.instance, state, now }) }
}
