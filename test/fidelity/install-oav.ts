// Microsoft's validator of recorded exchanges, in a folder of its own outside the repository, named after what is in it.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const source = join(import.meta.dirname, 'oav')
const files = ['package.json', 'package-lock.json']

/** Answers the folder whose `node_modules` has it. */
export async function installOav(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) hash.update(await readFile(join(source, file)))
  const clients = join(process.env['CARREL_CACHE'] ?? join(homedir(), '.cache', 'carrel'), 'clients')
  const folder = join(clients, `oav-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(folder)) return folder
  const building = `${folder}-${process.pid}`
  try {
    // Left by one that was killed, and had the process id that is ours now.
    await rm(building, { recursive: true, force: true })
    await mkdir(building, { recursive: true })
    for (const file of files) await copyFile(join(source, file), join(building, file))
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: building, maxBuffer: 1e8 })
    await rename(building, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  return folder
}
