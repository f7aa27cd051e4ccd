// How many nodes there are to be, as a form holds it, what is wrong with it, and what it becomes. Pure.

import type { ClusterKey } from '../../paths.ts'
import type { OnRemoval, Scale } from './cluster.ts'

export interface ScaleDraft {
  readonly isAuto: boolean
  /** Numbers as they are typed. */
  readonly count: string
  readonly least: string
  readonly most: string
  readonly initial: string
  /** Minutes. */
  readonly idle: string
  /** The idle time as it is now, of a cluster that is there: minutes nobody has changed leave it as it is. */
  readonly idleNow?: string
  readonly onRemoval: OnRemoval
}

export const emptyScale: ScaleDraft = {
  isAuto: true,
  count: '1',
  least: '0',
  most: '2',
  initial: '0',
  idle: '2',
  onRemoval: 'requeue',
}

/** The most that a cluster can have, whatever the quota is. */
const mostNodes = 100
/** A week. */
const mostMinutes = 7 * 24 * 60

/** An English sentence, to be translated; undefined: it will do. */
export function scaleFault(scale: ScaleDraft): string | undefined {
  if (!scale.isAuto) return isCount(scale.count) ? undefined : 'Give a number of nodes from 0 to 100.'
  if (!isCount(scale.least) || !isCount(scale.most)) return 'Give a least and a most from 0 to 100 nodes.'
  if (Number(scale.least) > Number(scale.most)) return 'The least is more than the most.'
  if (!isCount(scale.initial)) return 'Say with how many nodes it begins, from 0 to 100.'
  if (Number(scale.initial) > Number(scale.most)) return 'It cannot begin with more nodes than it has at most.'
  const isTime = /^\d{1,5}$/.test(scale.idle) && Number(scale.idle) <= mostMinutes
  return isTime ? undefined : 'Give the idle time in whole minutes, a week at most.'
}

function isCount(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= mostNodes
}

/** How many nodes there may be at once. Only of what has no fault. */
export function mostOf({ isAuto, count, most }: ScaleDraft): number {
  return Number(isAuto ? most : count)
}

/** `scaleSettings`, in the words of the kind. Only of what has no fault. */
export function scaleBody(kind: ClusterKey['kind'], scale: ScaleDraft) {
  const { least, most, initial } = scale
  if (kind === 'ml')
    return {
      minNodeCount: Number(least),
      maxNodeCount: Number(most),
      nodeIdleTimeBeforeScaleDown: idleText(scale),
    }
  if (!scale.isAuto)
    return { manual: { targetNodeCount: Number(scale.count), nodeDeallocationOption: scale.onRemoval } }
  return {
    autoScale: {
      minimumNodeCount: Number(least),
      maximumNodeCount: Number(most),
      initialNodeCount: Number(initial),
      nodeIdleTimeBeforeScaleDown: idleText(scale),
    },
  }
}

function idleText({ idle, idleNow }: ScaleDraft): string {
  const isKept = idleNow !== undefined && minutesOf(idleNow) === Number(idle)
  return isKept ? idleNow : `PT${Number(idle)}M`
}

/** Of a cluster that is there. */
export function draftOf(scale: Scale): ScaleDraft {
  if (scale.kind === 'manual')
    return { ...emptyScale, isAuto: false, count: String(scale.count), onRemoval: scale.onRemoval }
  const { least, most, initial = 0, idle } = scale
  return {
    ...emptyScale,
    isAuto: true,
    least: String(least),
    most: String(most),
    initial: String(initial),
    idle: String(minutesOf(idle)),
    idleNow: idle,
  }
}

/** `PT2M` and `PT90S` as minutes; less than one counts as one. */
function minutesOf(time: string): number {
  const [, amount = '0', unit] = /^PT(\d+)([MS])$/.exec(time) ?? []
  const minutes = unit === 'S' ? Math.ceil(Number(amount) / 60) : Number(amount)
  return Number.isFinite(minutes) ? minutes : 0
}
