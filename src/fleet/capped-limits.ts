// What one node can really have here, beside what its size says.

import type { HostCapacity, NodeTemplate } from './fleet.ts'
import type { Size } from './sizes.ts'

export interface CappedLimits {
  readonly limits: NodeTemplate['limits']
  /** What the person should know, when it is less than the size promises. */
  readonly note: string | undefined
}

const gib = 1024 ** 3
const processesPerNode = 8192
/** CI-93. */
const osDiskGiB = 120
/** Left to the host itself. */
const memoryReserve = 0.1

export function cappedLimits(size: Size, host: HostCapacity): CappedLimits {
  const cpus = Math.min(size.cores, host.cpus)
  const memoryBytes = Math.floor(Math.min(size.memoryGiB * gib, host.memoryBytes * (1 - memoryReserve)))
  const gpus = host.isGpuSimulated ? 0 : size.gpus
  const notes = [
    cpus < size.cores || memoryBytes < size.memoryGiB * gib
      ? `${size.name} has ${size.cores} cores and ${size.memoryGiB} GiB; this host gives it ${cpus} cores and ${(memoryBytes / gib).toFixed(1)} GiB.`
      : undefined,
    gpus < size.gpus ? `Its ${size.gpus} GPU(s) are simulated: there is no device in it.` : undefined,
  ].filter((note) => note !== undefined)
  const note = notes.length === 0 ? undefined : notes.join(' ')
  const osDiskBytes = (host.osDiskGiB ?? osDiskGiB) * gib
  const temporaryDiskBytes = size.temporaryDiskMiB * 1024 ** 2
  return { limits: { cpus, memoryBytes, pids: processesPerNode, gpus, temporaryDiskBytes, osDiskBytes }, note }
}
