// The Azure command line in an environment of its own, outside the repository and named after what is in it: what has been
// installed once is used until the requirements change.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const requirements = join(import.meta.dirname, 'requirements.txt')

/** Answers the environment's Python; `-m azure.cli` is the client. The first time takes minutes. */
export async function installAz(python: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
  const clients = join(process.env['CARREL_CACHE'] ?? join(homedir(), '.cache', 'carrel'), 'clients')
  const folder = join(clients, `az-${hash.slice(0, 16)}`)
  const installed = join(folder, 'bin', 'python')
  if (await isThere(installed)) return installed
  await mkdir(clients, { recursive: true })
  // Whole or not at all: two may install at once, and one may be ended half-way.
  const building = `${folder}-${process.pid}`
  try {
    await run(python, ['-m', 'venv', building])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]
    await run(join(building, 'bin', 'python'), pip, { maxBuffer: 1e8 })
    await rename(building, folder).catch(async (error: unknown) => {
      if (!(await isThere(installed))) throw error
    })
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  return installed
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
