// When to sweep for drift: at the start, every few seconds, and soon after the engine hinted that a machine changed. An
// engine that was away and answers again has what failed meanwhile tried at once.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Engine, MachineKey } from '../engine/engine.ts'
import { type RunningNode, sweepDrift } from '../fleet/drift.ts'
import type { Store } from '../store/store.ts'

export interface DriftSweepOptions {
  readonly engineName: string
  readonly engine: Engine
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  nudge(): void
  /** Told after each sweep of all machines that run. */
  saw(running: readonly RunningNode[]): Promise<void>
}

const periodMs = 10_000
/** While the engine does not answer: asking one that is not there costs next to nothing. */
const awayMs = 1_000
const afterHintMs = 100
const eventsRetryMs = 2_000
/** Those that failed are not all tried in the same moment: 1,000 have had their turn within 2 s. */
const turns = { count: 50, everyMs: 100 }

export function startDriftSweeps(options: DriftSweepOptions): void {
  const { log, signal } = options
  let hinted = new AbortController()
  let isAway = false
  // So it is at the start too: what failed before may have failed by what is mended now.
  let isBack = true
  const loop = async () => {
    while (!signal.aborted) {
      isAway = !(await sweep(options, isAway))
      if (isAway) isBack = true
      else if (isBack) {
        isBack = false
        await retryFailed(options)
      }
      const wait = AbortSignal.any([signal, hinted.signal])
      await sleep(isAway ? awayMs : periodMs, undefined, { signal: wait }).catch(() => sleep(afterHintMs))
      hinted = new AbortController()
    }
  }
  loop().catch((error: unknown) => log.error({ err: error }, 'the drift sweep ended'))
  const onHint = (hint: MachineKey | 'back') => {
    isBack ||= hint === 'back'
    hinted.abort()
  }
  followEvents(options, onHint).catch((error: unknown) => log.error({ err: error }, 'engine events ended'))
}

/** False: the engine does not answer. */
async function sweep(
  { engineName, engine, store, clock, log, nudge, saw }: DriftSweepOptions,
  wasAway: boolean,
): Promise<boolean> {
  try {
    const { drifted, orphans, running } = await sweepDrift({ engineName, engine, store, now: clock.now() })
    await saw(running).catch((err: unknown) => log.warn({ err }, 'what runs could not be written down'))
    if (drifted.length + orphans.length === 0) return true
    log.info({ drifted, orphans }, 'machines differ from their rows')
    nudge()
    return true
  } catch (error) {
    log[wasAway ? 'debug' : 'warn']({ err: error }, 'the engine could not be swept; it is tried again')
    return false
  }
}

/** Their pauses grew with the time that the engine was away. */
async function retryFailed({ store, clock, log, nudge }: DriftSweepOptions): Promise<void> {
  try {
    const failed = await store.retryFailed({ at: clock.now(), ...turns })
    if (failed === 0) return
    log.info({ failed }, 'the engine answers; what failed is tried again')
    nudge()
  } catch (error) {
    log.warn({ err: error }, 'what failed is tried again in its own time')
  }
}

/** A hint only: when the stream breaks, the period still finds everything. */
async function followEvents(
  { engine, log, signal }: DriftSweepOptions,
  onHint: (hint: MachineKey | 'back') => void,
): Promise<void> {
  while (!signal.aborted && engine.events) {
    try {
      for await (const hint of engine.events(signal)) onHint(hint)
    } catch (error) {
      if (!signal.aborted) log.debug({ err: error }, 'engine events broke off')
    }
    await sleep(eventsRetryMs, undefined, { signal }).catch(() => undefined)
  }
}
