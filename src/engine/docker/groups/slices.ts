// Groups as slices of systemd, which owns the tree where Docker leaves it to systemd: a file written there by anybody else
// would be written over. They are below the slice that containers are in by themselves. What is set holds until the next
// start of the host, and every start of a machine sets it.

import { execFile } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { limitFiles } from './group-limits.ts'
import type { GroupKeeper } from './machine-groups.ts'

const run = promisify(execFile)

/** A dash in a name leads into the slice of what stands before it. */
const above = 'system'
const dash = '\\x2d'
/** Where systemd keeps what was set. */
const settingsFolder = '/run/systemd/system.control'

export function slices({ root }: { readonly root: string }): GroupKeeper {
  const parent = join(root, `${above}.slice`)
  return {
    parentOf: unitOf,
    async hold(name, limits, onlyUp) {
      const folder = join(parent, unitOf(name))
      const settings = await Promise.all(limitFiles(2, limits).map((file) => settingOf(folder, file, onlyUp)))
      const changed = settings.filter((setting) => setting !== undefined)
      if (changed.length > 0) await run('systemctl', ['set-property', '--runtime', unitOf(name), ...changed])
    },
    async remove(name) {
      const inside = await readdir(join(parent, unitOf(name)), { withFileTypes: true }).catch(() => [])
      // To stop a slice ends all that is in it.
      const busy = inside.find((entry) => entry.isDirectory())
      if (busy !== undefined) throw new Error(`The slice ${unitOf(name)} still holds ${busy.name}`)
      await run('systemctl', ['stop', unitOf(name)])
      await rm(join(settingsFolder, `${unitOf(name)}.d`), { recursive: true, force: true })
    },
    async names() {
      const folders = [parent, settingsFolder]
      const found = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])))
      return [...new Set(found.flat().flatMap(nameOf))]
    },
  }
}

function unitOf(name: string): string {
  return `${above}-${name.replaceAll('-', dash)}.slice`
}

function nameOf(entry: string): string[] {
  const name = new RegExp(`^${above}-(.+)\\.slice(?:\\.d)?$`).exec(entry)?.[1]
  return name === undefined ? [] : [name.replaceAll(dash, '-')]
}

/** Undefined: nothing has to be set. */
async function settingOf(
  folder: string,
  { name, wanted, read }: ReturnType<typeof limitFiles>[number],
  onlyUp: boolean,
): Promise<string | undefined> {
  const content = await readFile(join(folder, name), 'utf8').catch(() => undefined)
  const has = content === undefined ? undefined : read(content.trim())
  // There is no such folder before anything is in it.
  if (content !== undefined && has === wanted) return undefined
  if (onlyUp && (wanted ?? Number.POSITIVE_INFINITY) <= (has ?? Number.POSITIVE_INFINITY)) return undefined
  return settings[name]?.(wanted)
}

const settings: Readonly<Record<string, (wanted: number | undefined) => string>> = {
  'memory.max': (bytes) => `MemoryMax=${bytes ?? 'infinity'}`,
  'memory.swap.max': (bytes) => `MemorySwapMax=${bytes ?? 'infinity'}`,
  // Hundredths of one processor.
  'cpu.max': (micros) => `CPUQuota=${micros === undefined ? '' : `${micros / 1000}%`}`,
  'pids.max': (pids) => `TasksMax=${pids ?? 'infinity'}`,
}
