import Docker from 'dockerode'
import { labels } from '../../engine/docker/names.ts'
import { dockerSocket } from '../docker-daemon.ts'

/**
 * Names of containers an installation has left in Docker. Their folders went with its data folder: they would go on writing
 * to what nobody sees any more, while the restored folders look like theirs.
 */
export async function leftMachines(installationId: string): Promise<string[]> {
  try {
    const docker = new Docker({ socketPath: dockerSocket(), timeout: 10_000 })
    const filters = { label: [`${labels.installation}=${installationId}`] }
    const containers = await docker.listContainers({ all: true, filters })
    return containers.map(({ Names, Id }) => (Names[0] ?? Id).replace(/^\//, ''))
  } catch {
    // Without Docker there are none that run.
    return []
  }
}
