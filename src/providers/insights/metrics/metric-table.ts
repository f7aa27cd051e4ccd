// What is measured of a node, under the names that Azure Machine Learning has for it. A megabyte is 1,000,000 bytes.

import type { MetricPoint } from '../../../store/metric-points.ts'

export type Aggregation = 'Average' | 'Minimum' | 'Maximum' | 'Total' | 'Count'

export const aggregations: readonly Aggregation[] = ['Average', 'Minimum', 'Maximum', 'Total', 'Count']

export interface Metric {
  readonly name: string
  readonly title: string
  readonly description: string
  /** The one that is meant when none is asked for. */
  readonly primary: Aggregation
  /** Of one node in one minute; null: it was not measured. */
  of(point: MetricPoint): number | null
}

const ofDevices = 'Of all GPUs of the node.'
const ofNetwork = 'Of all interfaces but the loop.'

/** name | title | description | what is meant by itself | of a point */
const table: readonly (readonly [string, string, string, Aggregation, Metric['of']])[] = [
  ['CpuUtilizationPercentage', 'CPU utilization, %', 'Of the processors the node has.', 'Average', cpuShare],
  ['CpuUtilizationMillicores', 'CPU utilization, millicores', '', 'Average', (point) => point.cpuMillicores],
  ['CpuCapacityMillicores', 'CPU capacity, millicores', '', 'Average', (point) => point.cpuCapacityMillicores],
  ['CpuMemoryUtilizationPercentage', 'Memory, %', 'Of the memory the node has.', 'Average', memoryShare],
  ['CpuMemoryUtilizationMegabytes', 'Memory, MB', '', 'Average', (point) => mb(point.memoryBytes)],
  ['CpuMemoryCapacityMegabytes', 'Memory capacity, MB', '', 'Average', (point) => mb(point.memoryCapacityBytes)],
  [
    'DiskUsedMegabytes',
    'Disk used, MB',
    'Home, temporary disk and what was written beside the image; not the files of the workspace. Counted anew every ten minutes at most.',
    'Average',
    (point) => mb(point.diskUsedBytes),
  ],
  ['NetworkInputMegabytes', 'Network in, MB', ofNetwork, 'Total', (point) => mb(point.networkInBytes)],
  ['NetworkOutputMegabytes', 'Network out, MB', ofNetwork, 'Total', (point) => mb(point.networkOutBytes)],
  ['GpuUtilizationPercentage', 'GPU utilization, %', ofDevices, 'Average', (point) => point.gpuPercent],
  ['GpuMemoryUtilizationMegabytes', 'GPU memory, MB', ofDevices, 'Average', (point) => mb(point.gpuMemoryBytes)],
  [
    'GpuMemoryCapacityMegabytes',
    'GPU memory capacity, MB',
    ofDevices,
    'Average',
    (point) => mb(point.gpuMemoryCapacityBytes),
  ],
]

export const metrics: readonly Metric[] = table.map(([name, title, detail, primary, of]) => ({
  ...{ name, title, primary, of },
  description: `${detail} One value for each node and minute.`.trim(),
}))

export function findMetric(name: string): Metric | undefined {
  return metrics.find((metric) => metric.name.toLowerCase() === name.trim().toLowerCase())
}

function cpuShare({ cpuMillicores, cpuCapacityMillicores }: MetricPoint): number | null {
  return share(cpuMillicores, cpuCapacityMillicores)
}

function memoryShare({ memoryBytes, memoryCapacityBytes }: MetricPoint): number | null {
  return share(memoryBytes, memoryCapacityBytes)
}

function share(used: number | null, capacity: number): number | null {
  return used === null || capacity === 0 ? null : (100 * used) / capacity
}

function mb(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 1e6
}
