// When to sweep for drift: at the start, every few seconds, and soon after the engine hinted that a machine changed.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Engine } from '../engine/engine.ts'
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
const afterHintMs = 100
const eventsRetryMs = 2_000

export function startDriftSweeps(options: DriftSweepOptions): void {
  const { log, signal } = options
  let hinted = new AbortController()
  const loop = async () => {
    while (!signal.aborted) {
      await sweep(options)
      const wait = AbortSignal.any([signal, hinted.signal])
      await sleep(periodMs, undefined, { signal: wait }).catch(() => sleep(afterHintMs))
      hinted = new AbortController()
    }
  }
  loop().catch((error: unknown) => log.error({ err: error }, 'the drift sweep ended'))
  followEvents(options, () => hinted.abort()).catch((error: unknown) =>
    log.error({ err: error }, 'engine events ended'),
  )
}

async function sweep({ engineName, engine, store, clock, log, nudge, saw }: DriftSweepOptions): Promise<void> {
  try {
    const { drifted, orphans, running } = await sweepDrift({ engineName, engine, store, now: clock.now() })
    await saw(running).catch((err: unknown) => log.warn({ err }, 'what runs could not be written down'))
    if (drifted.length + orphans.length === 0) return
    log.info({ drifted, orphans }, 'machines differ from their rows')
    nudge()
  } catch (error) {
    log.warn({ err: error }, 'the engine could not be swept; it is tried again')
  }
}

/** A hint only: when the stream breaks, the period still finds everything. */
async function followEvents({ engine, log, signal }: DriftSweepOptions, hint: () => void): Promise<void> {
  while (!signal.aborted && engine.events) {
    try {
      for await (const _machine of engine.events(signal)) hint()
    } catch (error) {
      if (!signal.aborted) log.debug({ err: error }, 'engine events broke off')
    }
    await sleep(eventsRetryMs, undefined, { signal }).catch(() => undefined)
  }
}
