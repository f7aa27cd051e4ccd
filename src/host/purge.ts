// Takes away everything an installation ever made on this machine, and nothing else: what is in Docker is found by the
// installation's label, what is on disk lies in its data folder.

import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import type { Config } from '../config.ts'
import { isConflict, isMissing } from '../engine/docker/docker-errors.ts'
import { removeFirewall } from '../engine/docker/firewall.ts'
import { machineGroups } from '../engine/docker/groups/machine-groups.ts'
import { endConnections } from '../engine/docker/mounter/end-connections.ts'
import { labels } from '../engine/docker/names.ts'
import { removeNetwork } from '../engine/docker/networks.ts'
import { ownDockerdPid } from './dockerd.ts'
import { removeVolumesMount } from './ensure-volumes-mount.ts'
import type { Reporter } from './reporter.ts'
import { runCommand } from './run-command.ts'

const removalMs = 120_000

/** Idempotent; the processes must have been stopped before. */
export async function purge({ installation, paths }: Config, reporter: Reporter): Promise<void> {
  const docker = new Docker({ socketPath: installation.dockerSocket })
  const label = `${labels.installation}=${installation.installationId}`
  if (installation.engine === 'docker') {
    await endAllConnections(paths.volumes)
    await reporter.phase('instances', (progress) => removeFromDocker(docker, label, progress))
    const log = { info: () => undefined, warn: () => undefined }
    const groups = machineGroups({ docker, installationId: installation.installationId, log })
    for (const key of await groups.keys()) await groups.remove(key)
    await reporter.phase('firewall', () => removeFirewall(installation.installationId))
  }
  const dockerd = await ownDockerdPid(paths)
  if (dockerd !== undefined && (await isUnused(docker))) {
    await reporter.phase('own dockerd', () => endDockerd(dockerd))
  }
  await reporter.phase('data folder', async () => {
    await removeVolumesMount(paths)
    // The folder beneath a mount point may have been made immutable, so that nothing is written there by mistake.
    await runCommand('chattr', ['-R', '-f', '-i', paths.volumes]).catch(() => undefined)
    await removeFolder(paths)
  })
}

/** What says that there is an installation goes last: whoever is killed before can be called again. */
async function removeFolder({ data, config }: Config['paths']): Promise<void> {
  for (const name of await readdir(data)) {
    const path = join(data, name)
    if (path !== config) await rm(path, { recursive: true, force: true })
  }
  await rm(data, { recursive: true, force: true })
}

/** Docker cannot kill what waits for a file system that it answers for itself. */
async function endAllConnections(volumes: string): Promise<void> {
  const nodes = join(volumes, 'nodes')
  const log = { warn: () => undefined }
  for (const key of await readdir(nodes).catch(() => [])) await endConnections(join(nodes, key, 'connections'), log)
}

async function removeFromDocker(docker: Docker, label: string, progress: (line: string) => void): Promise<void> {
  const filters = { label: [label] }
  for (const container of await docker.listContainers({ all: true, filters })) {
    progress(container.Names[0] ?? container.Id)
    await removeContainer(docker, container.Id)
  }
  for (const image of await docker.listImages({ filters })) {
    await docker.getImage(image.Id).remove({ force: true }).catch(ignoreAbsent)
  }
  for (const network of await docker.listNetworks({ filters })) {
    await removeNetwork(docker, network.Id)
  }
}

/** The server that ended just now may have asked for the same, and Docker refuses a second while it is at the first. */
async function removeContainer(docker: Docker, id: string): Promise<void> {
  const deadline = performance.now() + removalMs
  for (;;) {
    try {
      return void (await docker.getContainer(id).remove({ force: true, v: true }))
    } catch (error) {
      if (isMissing(error)) return
      if (!isConflict(error) || performance.now() > deadline) throw error
      await sleep(200)
    }
  }
}

/** Waits until it is gone, so that whatever starts Docker next does not meet it. */
async function endDockerd(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM')
  // One that nobody has reaped yet has no command line any more.
  const isGone = async () => (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) === ''
  for (let waited = 0; waited < 15_000 && !(await isGone()); waited += 100) await sleep(100)
}

async function isUnused(docker: Docker): Promise<boolean> {
  return (await docker.listContainers({ all: true })).length === 0
}

function ignoreAbsent(error: unknown): void {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return
  throw error
}
