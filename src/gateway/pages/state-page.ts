// What the owner sees at an app whose node is not running: how it stands, what to do, and, while it is on its way, the
// phases as they pass. The page looks again by itself until the app opens in its place.

import type { NodeState } from '../app-target.ts'
import { escapeHtml, type Page, page, paragraph } from './page.ts'

export interface StatePageInput {
  readonly instance: string
  readonly state: NodeState
  /** Epoch milliseconds, for phases under way. */
  readonly now: number
}

export function statePage(input: StatePageInput): Page {
  const standing = standingOf(input.state)
  return page(pages[standing](input))
}

export type Standing = 'opening' | 'starting' | 'stopping' | 'waiting' | 'stopped' | 'failed' | 'removing'

export function standingOf(state: NodeState): Standing {
  if (state.phase === 'removing') return 'removing'
  if (state.failure !== undefined) return 'failed'
  if (state.phase === 'running') return 'opening'
  if (state.power === 'running') return 'starting'
  if (state.phase === 'stopped') return state.isChanging ? 'waiting' : 'stopped'
  return state.phase === 'unknown' ? 'waiting' : 'stopping'
}

const pages: Readonly<Record<Standing, (input: StatePageInput) => Parameters<typeof page>[0]>> = {
  opening: ({ instance }) => ({
    title: `Opening ${instance}`,
    body: paragraph('It is running; the app answers in a moment.'),
    refreshAfter: 1,
  }),
  starting: (input) => ({
    title: `${input.instance} is starting`,
    body: paragraph('This page opens the app when it is ready.') + phaseList(input),
    refreshAfter: 1,
  }),
  stopping: (input) => ({
    title: `${input.instance} is stopping`,
    body: paragraph('You can start it again when it has stopped.') + phaseList(input),
    refreshAfter: 2,
  }),
  waiting: ({ instance }) => ({
    title: `Waiting for ${instance}`,
    body: paragraph('It was just asked to start or to change. This page opens the app as soon as it runs.'),
    refreshAfter: 1,
  }),
  stopped: ({ instance, state }) => ({
    title: `${instance} is stopped`,
    body:
      paragraph(causes[state.cause ?? ''] ?? 'Your files are kept. Start it to go on where you left off.') + startForm,
  }),
  failed: ({ instance, state }) => ({
    title: `${instance} has failed`,
    body:
      paragraph(state.failure?.error.message ?? '') +
      (state.failure?.nextStep === undefined ? '' : paragraph(state.failure.nextStep)) +
      startForm,
  }),
  removing: ({ instance }) => ({
    title: `${instance} is being deleted`,
    body: paragraph('Nothing is left to do here; you can close this page.'),
  }),
}

const causes: Readonly<Record<string, string>> = {
  OsDiskLost: 'Its system disk was lost and will be made again from the image. Your home folder is kept.',
  OutOfMemory: 'It stopped because it ran out of memory. Your files are kept.',
  Exited: 'It stopped by itself. Your files are kept.',
}

// Handled by the server as the ordinary start operation, in the name of whoever is signed in.
const startForm = '<form method="post" action="/.carrel/start"><button type="submit">Start</button></form>\n'

const phaseNames: Readonly<Record<string, string>> = {
  preparing: 'Preparing',
  creating: 'Creating the machine',
  starting: 'Starting the machine',
  settingUp: 'Setting up',
  stopping: 'Stopping',
  removing: 'Removing',
}

function phaseList({ state, now }: StatePageInput): string {
  if (state.phases.length === 0) return ''
  const items = state.phases.map(({ name, startedAt, endedAt }) => {
    const seconds = (Math.max(0, (endedAt ?? now) - startedAt) / 1000).toFixed(1)
    const current = endedAt === undefined ? ' aria-current="step"' : ''
    return `<li${current}><span>${escapeHtml(phaseNames[name] ?? name)}</span><span>${seconds} s</span></li>`
  })
  return `<ol aria-label="Progress">${items.join('')}</ol>\n`
}
