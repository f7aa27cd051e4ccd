// What the kernel counts for the processes of one container, as it tells in /proc and /sys/fs/cgroup, in either of its two
// versions. Asking Docker instead takes it a second for each container.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MachineUsage } from '../engine.ts'

const root = '/sys/fs/cgroup'

/** Undefined: the process is gone, is another one by now, or the kernel does not count here. */
export async function readControlGroup(pid: number, containerId: string): Promise<MachineUsage | undefined> {
  const groups = await textOf(`/proc/${pid}/cgroup`)
  if (!groups.includes(containerId)) return undefined
  const places = usagePlaces(groups)
  const [cpu, memory, memoryDetails, network] = await Promise.all([
    textOf(places.cpu),
    textOf(places.memory),
    textOf(places.memoryDetails),
    textOf(`/proc/${pid}/net/dev`),
  ])
  const cpuNanoseconds = places.isSecondVersion ? (numberAfter(cpu, 'usage_usec') ?? Number.NaN) * 1000 : wholeOf(cpu)
  const held = wholeOf(memory)
  if (!Number.isFinite(cpuNanoseconds) || !Number.isFinite(held)) return undefined
  const idle = numberAfter(memoryDetails, places.isSecondVersion ? 'inactive_file' : 'total_inactive_file') ?? 0
  return { cpuNanoseconds, memoryBytes: Math.max(0, held - idle), ...networkBytes(network) }
}

interface UsagePlaces {
  readonly isSecondVersion: boolean
  readonly cpu: string
  readonly memory: string
  readonly memoryDetails: string
}

/** `groups`: of `/proc/<pid>/cgroup`, lines as `4:memory:/docker/<id>`; the second version has one, `0::/…`. */
export function usagePlaces(groups: string): UsagePlaces {
  const lines = groups.split('\n').map((line) => line.split(':'))
  const folderOf = (controller: string): string | undefined => {
    const path = lines.find(([, controllers = '']) => controllers.split(',').includes(controller))?.[2]
    return path === undefined ? undefined : join(root, controller, path)
  }
  const [cpu, memory] = [folderOf('cpuacct'), folderOf('memory')]
  if (cpu !== undefined && memory !== undefined) {
    return {
      isSecondVersion: false,
      cpu: join(cpu, 'cpuacct.usage'),
      memory: join(memory, 'memory.usage_in_bytes'),
      memoryDetails: join(memory, 'memory.stat'),
    }
  }
  const folder = join(root, lines.find(([number]) => number === '0')?.[2] ?? '')
  return {
    isSecondVersion: true,
    cpu: join(folder, 'cpu.stat'),
    memory: join(folder, 'memory.current'),
    memoryDetails: join(folder, 'memory.stat'),
  }
}

/** Of `/proc/<pid>/net/dev`: received is the first number of an interface, sent the ninth; without its own loop. */
export function networkBytes(table: string): Pick<MachineUsage, 'networkInBytes' | 'networkOutBytes'> {
  const rows = [...table.matchAll(/^\s*([^\s:|]+):\s*(\d.*)$/gm)].filter(([, name]) => name !== 'lo')
  if (rows.length === 0) return { networkInBytes: undefined, networkOutBytes: undefined }
  const columns = rows.map(([, , numbers = '']) => numbers.trim().split(/\s+/).map(Number))
  const sum = (column: number): number => columns.reduce((total, row) => total + (row[column] ?? 0), 0)
  return { networkInBytes: sum(0), networkOutBytes: sum(8) }
}

function numberAfter(details: string, name: string): number | undefined {
  const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(details)?.[1]
  return found === undefined ? undefined : Number(found)
}

function wholeOf(content: string): number {
  return content.trim() === '' ? Number.NaN : Number(content)
}

/** Empty where there is no such file: processes end at any time. */
async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
