// What a machine uses: processors, memory and network from the kernel, its share of the disk by counting its own folders.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Engine, MachineKey, MachineUsage } from '../engine.ts'
import { readControlGroup } from './control-group.ts'
import { containerOf, type DockerContext, findMachine } from './docker-context.ts'
import { foldersOf, volumeFolder } from './machine-folders.ts'

const patienceMs = 5 * 60_000
const run = promisify(execFile)

type Measures = Required<Pick<Engine, 'measureMachine' | 'measureDisk'>>

export function measures(context: DockerContext): Measures {
  /** The first process of a machine, as it was last found: looked up anew when it is gone. */
  const known = new Map<MachineKey, { readonly pid: number; readonly containerId: string }>()
  const lookUp = async (key: MachineKey): Promise<MachineUsage | undefined> => {
    known.delete(key)
    const found = await findMachine(context, key)
    if (found?.status.phase !== 'running') return undefined
    const process = { pid: found.info.State.Pid, containerId: found.info.Id }
    known.set(key, process)
    return readControlGroup(process.pid, process.containerId)
  }
  return {
    async measureMachine(key) {
      const process = known.get(key)
      return (process && (await readControlGroup(process.pid, process.containerId))) ?? lookUp(key)
    },
    measureDisk: (key) => measureDisk(context, key),
  }
}

async function measureDisk(context: DockerContext, key: MachineKey): Promise<number | undefined> {
  const { volumes } = context.paths
  const { keep, temporary } = foldersOf(volumes, key)
  const [own, written] = await Promise.all([
    sizeOf([volumeFolder(volumes, key), keep, temporary]),
    writtenBytes(context, key),
  ])
  return own === undefined || written === undefined ? undefined : own + written
}

/** Counted by a program of its own, at the end of every queue; files that go meanwhile are no fault. */
async function sizeOf(folders: readonly string[]): Promise<number | undefined> {
  const count = ['-n', '19', 'du', '--summarize', '--total', '--one-file-system', '--block-size=1', '--', ...folders]
  const options = { timeout: patienceMs, maxBuffer: 16 * 1024 * 1024 }
  const { stdout } = await run('nice', count, options).catch((error: { stdout?: string; killed?: boolean }) => ({
    stdout: error.killed ? '' : (error.stdout ?? ''),
  }))
  const total = /^(\d+)\ttotal$/m.exec(stdout)?.[1]
  return total === undefined ? undefined : Number(total)
}

/** What the machine wrote into its own file system, beside its image. */
async function writtenBytes(context: DockerContext, key: MachineKey): Promise<number | undefined> {
  const asked = { size: true } as unknown as Parameters<ReturnType<typeof containerOf>['inspect']>[0]
  const info: unknown = await containerOf(context, key).inspect(asked)
  const written = (info as { readonly SizeRw?: number }).SizeRw
  return typeof written === 'number' ? written : undefined
}
