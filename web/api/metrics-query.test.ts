import { expect, test } from 'vitest'
import { readMetrics } from './metrics-query.ts'

const at = (minute: number) => `2026-01-01T12:0${minute}:00Z`
const metric = (name: string, ...data: object[]) => ({
  name: { value: name },
  timeseries: data.length === 0 ? [] : [{ data: data.map((point, minute) => ({ timeStamp: at(minute), ...point })) }],
})
const timespan = `${at(0)}/${at(3)}`

test('megabytes become bytes, what came and went a rate, and gaps stay gaps', () => {
  const read = readMetrics(
    {
      timespan,
      value: [
        metric('CpuUtilizationPercentage', { average: 10, maximum: 40 }, {}, { average: 5, maximum: 5 }),
        metric('CpuMemoryCapacityMegabytes', { maximum: 8000 }, {}, { maximum: 8000 }),
        metric('NetworkInputMegabytes', { total: 60 }, {}, { total: 0 }),
      ],
    },
    60_000,
  )
  expect(read).toMatchObject({ from: Date.parse(at(0)), to: Date.parse(at(3)), isMeasured: true })
  expect(read.cpuPercent.average.map(({ value }) => value)).toEqual([10, undefined, 5])
  expect(read.cpuPercent.highest.map(({ value }) => value)).toEqual([40, undefined, 5])
  expect(read.memoryCapacityBytes).toBe(8e9)
  expect(read.networkIn.map(({ value }) => value && Math.round(value))).toEqual([1_000_000, undefined, 0])
  expect(read.gpuPercent).toEqual([])
})

test('without any values nothing was measured', () => {
  const read = readMetrics({ timespan, value: [metric('CpuUtilizationPercentage')] }, 60_000)
  expect(read).toMatchObject({ isMeasured: false, memoryCapacityBytes: undefined })
})
