// Whether the installation a backup was made of is still on this machine: two with one id would take each other's instances
// for their own.

import { readdir, readFile, realpath } from 'node:fs/promises'
import Docker from 'dockerode'
import { readConfig } from '../../config.ts'
import { labels } from '../../engine/docker/names.ts'
import { dockerSocket } from '../docker-daemon.ts'
import { processCommands } from '../process-files.ts'

/** Its data folder; undefined: there is none but, perhaps, at `data` itself. */
export async function findTwin(installationId: string, data: string): Promise<string | undefined> {
  const candidates = new Set([...(await foldersInDocker(installationId)), ...(await foldersOfProcesses())])
  const own = await realpath(data).catch(() => data)
  for (const folder of candidates) {
    if (folder === data || folder === own) continue
    const config = await readConfig(folder).catch(() => undefined)
    if (config?.installation.installationId === installationId) return folder
  }
  return undefined
}

/** Data folders whose nodes are in Docker. */
async function foldersInDocker(installationId: string): Promise<string[]> {
  try {
    const docker = new Docker({ socketPath: dockerSocket(), timeout: 10_000 })
    const filters = { label: [`${labels.installation}=${installationId}`] }
    const containers = await docker.listContainers({ all: true, filters })
    return containers
      .flatMap(({ Mounts }) => Mounts.map(({ Source }) => /^(.+)\/volumes\/nodes\//.exec(Source)?.[1]))
      .filter((folder) => folder !== undefined)
  } catch {
    return []
  }
}

/** Data folders of running processes. */
async function foldersOfProcesses(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return commands.flatMap((command) => {
    const words = command.split('\0')
    const folder = words[words.indexOf('--data') + 1]
    const isOurs = Object.values(processCommands).some((name) => words.includes(name))
    return isOurs && words.includes('--data') && folder !== undefined ? [folder] : []
  })
}
