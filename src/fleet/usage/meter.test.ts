import { expect, test } from 'vitest'
import type { MetricPoint, NodePoints } from '../../store/metric-points.ts'
import { Meter, type Sample } from './meter.ts'

const noon = Date.UTC(2026, 0, 1, 12)
const gib = 1024 ** 3

/** Seconds after noon; seconds of a processor used so far. */
function sample(seconds: number, cpuSeconds: number, more: Partial<Sample> = {}): Sample {
  return {
    at: noon + seconds * 1000,
    bootId: 'boot-1',
    usage: { cpuNanoseconds: cpuSeconds * 1e9, memoryBytes: gib, networkInBytes: seconds * 10, networkOutBytes: 0 },
    limits: { cpus: 2, memoryBytes: 4 * gib },
    diskUsedBytes: undefined,
    gpu: undefined,
    ...more,
  }
}

function metered(...samples: Sample[]): Meter {
  const meter = new Meter()
  for (const each of samples) meter.add('fleet/nodes/0', each)
  return meter
}

function pointsIn(meter: Meter): readonly MetricPoint[] {
  return meter.unwritten('fleet').flatMap(({ points }) => points)
}

test('what was used between samples is the use of their minute', () => {
  const meter = metered(sample(0, 100), sample(20, 110), sample(40, 110), sample(60, 130))
  expect(pointsIn(meter)).toMatchObject([
    { at: noon, cpuMillicores: 250, memoryBytes: gib, cpuCapacityMillicores: 2000, networkInBytes: 400 },
    { at: noon + 60_000, cpuMillicores: 1000, memoryCapacityBytes: 4 * gib, networkInBytes: 200 },
  ])
})

test('the first sample says what is held, and nothing of what was used before', () => {
  expect(pointsIn(metered(sample(0, 100)))).toMatchObject([
    { cpuMillicores: null, networkInBytes: null, memoryBytes: gib, gpuPercent: null, diskUsedBytes: null },
  ])
})

test('a machine that started again counts from its start, not below zero', () => {
  const restarted = metered(sample(0, 100), sample(20, 3, { bootId: 'boot-2' }), sample(40, 5, { bootId: 'boot-2' }))
  expect(pointsIn(restarted)).toMatchObject([{ cpuMillicores: 100 }])
  expect(pointsIn(metered(sample(0, 100), sample(20, 3)))).toMatchObject([{ cpuMillicores: null }])
})

test('minutes in which it did not run are not there', () => {
  const meter = metered(sample(0, 0), sample(30, 10), sample(300, 1, { bootId: 'boot-2' }))
  expect(pointsIn(meter).map(({ at }) => (at - noon) / 60_000)).toEqual([0, 5])
})

test('minutes that are over are written once, and kept until they are', async () => {
  const meter = metered(sample(0, 0), sample(60, 10), sample(120, 20))
  const written: NodePoints[][] = []
  const fail = async () => {
    throw new Error('the disk is full')
  }
  await expect(meter.flush(fail)).rejects.toThrow('full')
  const write = async (nodes: readonly NodePoints[]) => void written.push([...nodes])
  await meter.flush(write)
  await meter.flush(write)
  expect(written.map((nodes) => nodes.map(({ points }) => points.length))).toEqual([[2]])
  expect(pointsIn(meter)).toHaveLength(1)
  await meter.flush(write, true)
  expect(written).toHaveLength(2)
  expect(pointsIn(meter)).toEqual([])
})

test('a node holds half an hour at most, and none once it is gone', async () => {
  const meter = metered(...Array.from({ length: 90 }, (_, index) => sample(index * 60, index)))
  expect(pointsIn(meter)).toHaveLength(31)
  meter.forget(noon + 100 * 60_000)
  await meter.flush(async () => undefined)
  meter.forget(noon + 100 * 60_000)
  expect(pointsIn(meter)).toEqual([])
})

test('several GPUs are one in the numbers of their node', () => {
  const gpu = { percent: 40, memoryBytes: 1000, memoryCapacityBytes: 8000 }
  const meter = metered(sample(0, 0, { gpu }), sample(20, 0, { gpu: { ...gpu, percent: 60 } }))
  expect(pointsIn(meter)[0]).toMatchObject({ gpuPercent: 50, gpuMemoryBytes: 1000, gpuMemoryCapacityBytes: 8000 })
})
