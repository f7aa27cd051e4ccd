// What the host has to have for FUSE: the device, and the kernel's list of connections mounted where everybody looks.

import { execFile } from 'node:child_process'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { mountAt, readMounts } from '../host-mounts.ts'
import { connectionsPath } from './mounter-options.ts'

export async function hasFuse(): Promise<boolean> {
  // Opened and not looked at: that loads the module where the host has it and nobody has asked for it yet.
  const device = await open('/dev/fuse', 'r+').catch(() => undefined)
  await device?.close()
  return device !== undefined
}

/** systemd mounts it with the module; without it nothing that hangs could be ended. */
export async function ensureConnectionsList(): Promise<void> {
  if (mountAt(await readMounts(), connectionsPath) !== undefined) return
  await promisify(execFile)('mount', ['-t', 'fusectl', 'fusectl', connectionsPath]).catch(async (error: unknown) => {
    // Another installation was quicker.
    if (mountAt(await readMounts(), connectionsPath) === undefined) throw error
  })
}
