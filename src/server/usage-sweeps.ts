// What runs is told by the sweep for drift, and measured between: processors and memory four times a minute, disks one after
// the other and seldom. Neither takes more than its part of the host: the more machines there are, the longer the pauses.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Engine } from '../engine/engine.ts'
import type { RunningNode } from '../fleet/drift.ts'
import { gpuUsage } from '../fleet/usage/gpu-usage.ts'
import type { Meter } from '../fleet/usage/meter.ts'
import { RunningMachines } from '../fleet/usage/running-machines.ts'
import { addMetricPoints, type NodePoints, sweepMetricPoints } from '../store/metric-points.ts'
import { extendSpans, sweepSpans } from '../store/running-spans.ts'
import type { Store } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'

export interface UsageSweepOptions {
  readonly engine: Engine
  readonly store: Store
  readonly db: Kysely<Tables>
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
  readonly signal: AbortSignal
}

export interface UsageSweeps {
  saw(running: readonly RunningNode[]): Promise<void>
  /** Writes what has not been written yet. */
  finish(): Promise<void>
}

const minuteMs = 60_000
const measureEveryMs = 15_000
/** Of the time, at most one part in so many is spent on measuring; on counting files, one in a hundred. */
const measureShare = 4
const diskShare = 100
const diskEveryMs = 10 * minuteMs
const leastPauseMs = 1_000
const atOnce = 16
const flushEveryMs = 5 * minuteMs
/** A little more than a day of charts; more than a year of what ran. */
const pointsKeptMs = 25 * 60 * minuteMs
const spansKeptMs = 400 * 24 * 60 * minuteMs

export function startUsageSweeps(options: UsageSweepOptions): UsageSweeps {
  const { store, db, clock, log, meter, signal } = options
  let running: readonly RunningNode[] = []
  const disks = new Map<string, CountedDisk>()
  const machines = new RunningMachines({
    sizeOf: async (fleetKey) => sizeIn((await store.get(fleetKey))?.desired),
    write: (spans) => extendSpans(db, spans),
  })
  const write = (nodes: readonly NodePoints[]) => addMetricPoints(db, nodes)
  const repeat = async (what: string, turn: () => Promise<number>) => {
    while (!signal.aborted) {
      const pauseMs = await turn().catch((err: unknown) => {
        log.warn({ err }, `${what}: it is tried again`)
        return minuteMs
      })
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
  void repeat('machines could not be measured', () => measureAll(running, { ...options, disks }))
  void repeat('disks could not be measured', () => measureDisk(running, { ...options, disks }))
  void repeat('measurements could not be written', async () => {
    await meter.flush(write)
    meter.forget(clock.now() - 2 * minuteMs)
    await sweepMetricPoints(db, clock.now() - pointsKeptMs)
    await sweepSpans(db, clock.now() - spansKeptMs)
    return flushEveryMs
  })
  return {
    async saw(now) {
      running = now
      await machines.saw(now.map(seen), clock.now())
    },
    finish: () => meter.flush(write, true),
  }
}

/** Every kind of what has machines calls it so. */
function sizeIn(desired: unknown): string | undefined {
  const { size } = (desired ?? {}) as { readonly size?: unknown }
  return typeof size === 'string' ? size : undefined
}

function seen({ node, bootId }: RunningNode) {
  return { fleetKey: node.parentKey, fleetId: node.id.replace(/\/nodes\/[^/]+$/i, ''), nodeKey: node.key, bootId }
}

interface CountedDisk {
  readonly bytes: number | undefined
  /** Of `performance.now()`. */
  readonly countedAt: number
}

interface Measuring extends UsageSweepOptions {
  /** By node. */
  readonly disks: Map<string, CountedDisk>
}

/** Answers when to do it again. */
async function measureAll(running: readonly RunningNode[], parts: Measuring): Promise<number> {
  const startedAt = performance.now()
  const waiting = [...running]
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await measure(next, parts)
  }
  if (parts.engine.measureMachine) await Promise.all(Array.from({ length: atOnce }, worker))
  return Math.max(measureEveryMs, measureShare * (performance.now() - startedAt))
}

async function measure({ node, bootId }: RunningNode, { engine, clock, log, meter, disks }: Measuring): Promise<void> {
  const { machineKey, template } = node.desired
  try {
    const usage = await engine.measureMachine?.(machineKey)
    if (usage === undefined) return
    const gpu = template.limits.gpus > 0 ? await gpuUsage(engine, machineKey) : undefined
    const diskUsedBytes = disks.get(node.key)?.bytes
    meter.add(node.key, { at: clock.now(), bootId, usage, limits: template.limits, diskUsedBytes, gpu })
  } catch (err) {
    log.debug({ err, machineKey }, 'a machine could not be measured')
  }
}

/** One disk: one that has never been counted, else the one that was longest ago. Answers when to do the next. */
async function measureDisk(running: readonly RunningNode[], { engine, log, disks }: Measuring): Promise<number> {
  const keys = new Set(running.map(({ node }) => node.key))
  for (const key of disks.keys()) if (!keys.has(key)) disks.delete(key)
  const startedAt = performance.now()
  const countedAt = ({ node }: RunningNode): number => disks.get(node.key)?.countedAt ?? Number.NEGATIVE_INFINITY
  const next = running.toSorted((a, b) => countedAt(a) - countedAt(b))[0]
  if (engine.measureDisk === undefined || next === undefined || startedAt - countedAt(next) < diskEveryMs) {
    return measureEveryMs
  }
  const { key, desired } = next.node
  const bytes = await engine.measureDisk(desired.machineKey).catch((err: unknown) => {
    log.debug({ err, node: key }, 'a disk could not be measured')
    return undefined
  })
  disks.set(key, { bytes: bytes ?? disks.get(key)?.bytes, countedAt: performance.now() })
  return Math.max(leastPauseMs, diskShare * (performance.now() - startedAt))
}
