// A Docker that cannot write when a container ends, because its disk is full, keeps the container's endpoint on the network
// for ever: the container cannot be started again, and the network not removed. Docker deletes such an endpoint by force,
// but only while no container has its name; so the container goes by another meanwhile.

import type Docker from 'dockerode'
import { isMissing } from './docker-errors.ts'

export function isEndpointLeft(error: unknown): boolean {
  return /endpoint with name \S+ already exists in network/i.test(String(error))
}

/** Of a container that does not run, or is there no more; `network`: by name or id. */
export async function deleteLeftEndpoint(docker: Docker, name: string, network: string): Promise<void> {
  const isThere = await rename(docker, name, aside(name))
  try {
    await docker.getNetwork(network).disconnect({ Container: name, Force: true })
  } finally {
    if (isThere) await rename(docker, aside(name), name)
  }
}

/** After a server that ended in between; answers whether there was such a container. */
export function takeNameBack(docker: Docker, name: string): Promise<boolean> {
  return rename(docker, aside(name), name)
}

/** False: no container has the first name. */
async function rename(docker: Docker, from: string, to: string): Promise<boolean> {
  try {
    await docker.getContainer(from).rename({ name: to })
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function aside(name: string): string {
  return `${name}_aside`
}
