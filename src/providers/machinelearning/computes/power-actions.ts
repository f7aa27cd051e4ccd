// Start, stop and restart change desired; no action talks to an engine. Each works from every state that is not deletion.

import type { ChangeAction } from '../../../arm/resource-type.ts'
import type { ComputeRecord } from './lifecycle.ts'
import type { Compute, ComputeStatus } from './model.ts'

const minutes = 60_000

/** None reads a body. */
type PowerAction = ChangeAction<Compute, ComputeStatus> & { apply(record: ComputeRecord): Compute }

/** Starting what already runs changes nothing; anything else gets a fresh boot. */
export const start: PowerAction = {
  kind: 'change',
  verb: 'Start',
  deadlineMs: 10 * minutes,
  apply({ desired, observed, failure }) {
    const isUp = desired.power === 'running' && observed?.phase === 'running' && failure === undefined
    return isUp ? desired : { ...desired, power: 'running', boot: desired.boot + 1, intent: 'start' }
  },
}

export const stop: PowerAction = {
  kind: 'change',
  verb: 'Stop',
  deadlineMs: 5 * minutes,
  apply: ({ desired }) => ({ ...desired, power: 'stopped', intent: 'stop' }),
}

export const restart: PowerAction = {
  kind: 'change',
  verb: 'Restart',
  deadlineMs: 10 * minutes,
  apply: ({ desired }) => ({ ...desired, power: 'running', boot: desired.boot + 1, intent: 'restart' }),
}
