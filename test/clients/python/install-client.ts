// A Python client in an environment of its own, outside the repository and named after what is in it: what has been
// installed once is used until the requirements change.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from './cache-folder.ts'

const run = promisify(execFile)

/**
 * `name` is the client's folder beside this one. Its `requirements.txt` is installed; before it, where there is one, its
 * `tools.txt`: what the packages are installed with. Answers the environment's Python. The first time takes minutes.
 */
export async function installClient(name: string, python: string): Promise<string> {
  const lists = await requirementsOf(name)
  const hash = createHash('sha256')
  for (const list of lists) hash.update(await readFile(list))
  const clients = join(cacheFolder, 'clients')
  const folder = join(clients, `${name}-${hash.digest('hex').slice(0, 16)}`)
  const installed = join(folder, 'bin', 'python')
  if (await isThere(installed)) return installed
  await mkdir(clients, { recursive: true })
  // Whole or not at all: two may install at once, and one may be ended half-way.
  const building = `${folder}-${process.pid}`
  try {
    // Left by one that was killed, and had the process id that is ours now.
    await rm(building, { recursive: true, force: true })
    await run(python, ['-m', 'venv', building])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement']
    for (const list of lists) await run(join(building, 'bin', 'python'), [...pip, list], { maxBuffer: 1e8 })
    await rename(building, folder).catch(async (error: unknown) => {
      if (!(await isThere(installed))) throw error
    })
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  return installed
}

async function requirementsOf(name: string): Promise<string[]> {
  const folder = join(import.meta.dirname, '..', name)
  const tools = join(folder, 'tools.txt')
  return [...((await isThere(tools)) ? [tools] : []), join(folder, 'requirements.txt')]
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
