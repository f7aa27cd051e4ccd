// What nodes use, sample by sample, becomes one point for each minute. Bounded: a node holds half an hour at most, and what
// was written away is let go. It begins anew with the server: of what a node used before, the first sample says nothing.

import type { MachineUsage } from '../../engine/engine.ts'
import { type MetricPoint, mostMinutes, type NodePoints } from '../../store/metric-points.ts'

const minuteMs = 60_000

export interface Sample {
  /** Epoch milliseconds. */
  readonly at: number
  readonly bootId: string
  readonly usage: MachineUsage
  readonly limits: { readonly cpus: number; readonly memoryBytes: number }
  /** As last counted; undefined: not yet. */
  readonly diskUsedBytes: number | undefined
  readonly gpu: GpuUsage | undefined
}

/** Of all GPUs of a node together. */
export interface GpuUsage {
  /** Of one that they would be, 0 to 100. */
  readonly percent: number
  readonly memoryBytes: number
  readonly memoryCapacityBytes: number
}

interface Measured {
  last: Sample
  minute: OpenMinute | undefined
  closed: MetricPoint[]
}

interface OpenMinute {
  readonly at: number
  readonly samples: Sample[]
  /** Between samples of one boot. */
  coveredMs: number
  cpuNanoseconds: number
  networkIn: number
  networkOut: number
}

export class Meter {
  readonly #nodes = new Map<string, Measured>()

  add(nodeKey: string, sample: Sample): void {
    const node = this.#nodes.get(nodeKey) ?? { last: sample, minute: undefined, closed: [] }
    this.#nodes.set(nodeKey, node)
    const at = Math.floor(sample.at / minuteMs) * minuteMs
    if (node.minute?.at !== at) {
      close(node)
      node.minute = { at, samples: [], coveredMs: 0, cpuNanoseconds: 0, networkIn: 0, networkOut: 0 }
    }
    count(node.minute, node.last, sample)
    node.minute.samples.push(sample)
    node.last = sample
  }

  /** What is not written yet of a fleet's nodes, with the minute that goes on. */
  unwritten(fleetKey: string): NodePoints[] {
    const nodes = [...this.#nodes].filter(([nodeKey]) => nodeKey.startsWith(`${fleetKey}/`))
    return nodes.map(([nodeKey, { closed, minute }]) => ({
      nodeKey,
      points: minute === undefined ? [...closed] : [...closed, pointOf(minute)],
    }))
  }

  /** Has the minutes that are over written; what could not be is tried with the next. `isLast`: with the one that goes on. */
  async flush(write: (nodes: readonly NodePoints[]) => Promise<void>, isLast = false): Promise<void> {
    if (isLast) for (const node of this.#nodes.values()) close(node)
    const taken = [...this.#nodes].flatMap(([nodeKey, { closed }]) =>
      closed.length === 0 ? [] : [{ nodeKey, points: [...closed] }],
    )
    if (taken.length === 0) return
    await write(taken)
    for (const { nodeKey, points } of taken) {
      const node = this.#nodes.get(nodeKey)
      if (node !== undefined) node.closed = node.closed.filter((point) => !points.includes(point))
    }
  }

  /** Lets go of nodes that have not been measured since; their minutes are over. */
  forget(before: number): void {
    for (const [nodeKey, node] of this.#nodes) {
      if (node.last.at >= before) continue
      close(node)
      if (node.closed.length === 0) this.#nodes.delete(nodeKey)
    }
  }
}

function count(minute: OpenMinute, last: Sample, next: Sample): void {
  const used = next.usage.cpuNanoseconds - last.usage.cpuNanoseconds
  // Another boot, or the same one started again behind our back, has counted from zero.
  if (last.bootId !== next.bootId || next.at <= last.at || used < 0) return
  minute.coveredMs += next.at - last.at
  minute.cpuNanoseconds += used
  minute.networkIn += grown(last.usage.networkInBytes, next.usage.networkInBytes)
  minute.networkOut += grown(last.usage.networkOutBytes, next.usage.networkOutBytes)
}

function grown(before: number | undefined, now: number | undefined): number {
  return before === undefined || now === undefined ? 0 : Math.max(0, now - before)
}

function close(node: Measured): void {
  if (node.minute === undefined) return
  node.closed.push(pointOf(node.minute))
  node.minute = undefined
  if (node.closed.length > mostMinutes) node.closed = node.closed.slice(-mostMinutes)
}

function pointOf({ at, samples, coveredMs, cpuNanoseconds, networkIn, networkOut }: OpenMinute): MetricPoint {
  const last = samples.at(-1)
  const gpus = samples.map(({ gpu }) => gpu).filter((gpu) => gpu !== undefined)
  const isCovered = coveredMs > 0
  const hasNetwork = isCovered && last?.usage.networkInBytes !== undefined
  return {
    at,
    cpuMillicores: isCovered ? Math.round(cpuNanoseconds / coveredMs / 1000) : null,
    memoryBytes: mean(samples.map(({ usage }) => usage.memoryBytes)),
    cpuCapacityMillicores: Math.round((last?.limits.cpus ?? 0) * 1000),
    memoryCapacityBytes: last?.limits.memoryBytes ?? 0,
    networkInBytes: hasNetwork ? networkIn : null,
    networkOutBytes: hasNetwork ? networkOut : null,
    diskUsedBytes: last?.diskUsedBytes ?? null,
    gpuPercent: mean(gpus.map(({ percent }) => percent)),
    gpuMemoryBytes: mean(gpus.map(({ memoryBytes }) => memoryBytes)),
    gpuMemoryCapacityBytes: gpus.at(-1)?.memoryCapacityBytes ?? null,
  }
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)
}
