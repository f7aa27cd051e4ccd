import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import { askNode } from '../ask-node.ts'
import type { GpuUsage } from './meter.ts'

const mib = 1024 ** 2

const gpusSchema = z
  .array(
    z.object({
      percent: z.number().min(0).max(100),
      memoryMiB: z.number().min(0).max(1e9),
      memoryCapacityMiB: z.number().min(0).max(1e9),
    }),
  )
  .max(64)

/** What the devices of a node are doing, as its own driver tells; undefined: it does not. */
export async function gpuUsage(engine: Engine, machineKey: string): Promise<GpuUsage | undefined> {
  try {
    const { status, body } = await askNode(engine, machineKey, { method: 'GET', path: '/gpus' })
    const gpus = status === 200 ? gpusSchema.parse(JSON.parse(body.toString('utf8'))) : []
    if (gpus.length === 0) return undefined
    const sum = (of: (gpu: (typeof gpus)[number]) => number): number => gpus.reduce((total, gpu) => total + of(gpu), 0)
    return {
      percent: sum(({ percent }) => percent) / gpus.length,
      memoryBytes: sum(({ memoryMiB }) => memoryMiB) * mib,
      memoryCapacityBytes: sum(({ memoryCapacityMiB }) => memoryCapacityMiB) * mib,
    }
  } catch {
    return undefined
  }
}
