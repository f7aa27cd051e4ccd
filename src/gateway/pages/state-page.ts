// What the owner sees at an app whose node is not running: how it stands, what to do, and, while it is on its way, the
// phases as they pass. The page looks again by itself until the app opens in its place.

import type { NodeState } from '../app-target.ts'
import type { GatewaySpeech, PlainGatewaySentence } from './gateway-speech.ts'
import { englishParagraph, escapeHtml, type PageContent, type PageIn, page, paragraph } from './page.ts'

export interface StatePageInput {
  readonly instance: string
  readonly state: NodeState
  /** Epoch milliseconds, for phases under way. */
  readonly now: number
}

export function statePage(input: StatePageInput): PageIn {
  const standing = standingOf(input.state)
  return page((speech) => pages[standing](input, speech))
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

const pages: Readonly<Record<Standing, (input: StatePageInput, speech: GatewaySpeech) => PageContent>> = {
  opening: ({ instance }, { text }) => ({
    title: text('Opening {instance}', { instance }),
    body: paragraph(text('It is running; the app answers in a moment.')),
    refreshAfter: 1,
  }),
  starting: (input, speech) => ({
    title: speech.text('{instance} is starting', { instance: input.instance }),
    body: paragraph(speech.text('This page opens the app when it is ready.')) + phaseList(input, speech),
    refreshAfter: 1,
  }),
  stopping: (input, speech) => ({
    title: speech.text('{instance} is stopping', { instance: input.instance }),
    body: paragraph(speech.text('You can start it again when it has stopped.')) + phaseList(input, speech),
    refreshAfter: 2,
  }),
  waiting: ({ instance }, { text }) => ({
    title: text('Waiting for {instance}', { instance }),
    body: paragraph(text('It was just asked to start or to change. This page opens the app as soon as it runs.')),
    refreshAfter: 1,
  }),
  stopped: ({ instance, state }, speech) => ({
    title: speech.text('{instance} is stopped', { instance }),
    body:
      paragraph(
        speech.text(causes[state.cause ?? ''] ?? 'Your files are kept. Start it to go on where you left off.'),
      ) + startForm(speech),
  }),
  failed: ({ instance, state }, speech) => ({
    title: speech.text('{instance} has failed', { instance }),
    body:
      englishParagraph(state.failure?.error.message ?? '') +
      (state.failure?.nextStep === undefined ? '' : englishParagraph(state.failure.nextStep)) +
      startForm(speech),
  }),
  removing: ({ instance }, { text }) => ({
    title: text('{instance} is being deleted', { instance }),
    body: paragraph(text('Nothing is left to do here; you can close this page.')),
  }),
}

const causes: Readonly<Record<string, PlainGatewaySentence>> = {
  OsDiskLost: 'Its system disk was lost and will be made again from the image. Your home folder is kept.',
  OutOfMemory: 'It stopped because it ran out of memory. Your files are kept.',
  Exited: 'It stopped by itself. Your files are kept.',
}

// Handled by the server as the ordinary start operation, in the name of whoever is signed in.
function startForm({ text }: GatewaySpeech): string {
  return `<form method="post" action="/.carrel/start"><button type="submit">${escapeHtml(text('Start'))}</button></form>\n`
}

const phaseNames: Readonly<Record<string, PlainGatewaySentence>> = {
  preparing: 'Preparing',
  creating: 'Creating the machine',
  starting: 'Starting the machine',
  settingUp: 'Setting up',
  stopping: 'Stopping',
  removing: 'Removing',
}

function phaseList({ state, now }: StatePageInput, { text }: GatewaySpeech): string {
  if (state.phases.length === 0) return ''
  const items = state.phases.map(({ name, startedAt, endedAt }) => {
    const seconds = (Math.max(0, (endedAt ?? now) - startedAt) / 1000).toFixed(1)
    const current = endedAt === undefined ? ' aria-current="step"' : ''
    const known = phaseNames[name]
    const shown = escapeHtml(known === undefined ? name : text(known))
    return `<li${current}><span>${shown}</span><span>${escapeHtml(text('{seconds} s', { seconds }))}</span></li>`
  })
  return `<ol aria-label="${escapeHtml(text('Progress'))}">${items.join('')}</ol>\n`
}
