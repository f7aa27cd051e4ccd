// The sidecars that Docker has of a machine, whatever they were made for.

import type Docker from 'dockerode'
import type { MachineKey } from '../../engine.ts'
import type { DockerContext } from '../docker-context.ts'
import { labels } from '../names.ts'

export interface FoundSidecar {
  readonly name: string
  readonly digest: string
  readonly isRunning: boolean
  readonly container: Docker.Container
}

export async function findSidecars(context: DockerContext, key: MachineKey): Promise<FoundSidecar[]> {
  const label = [`${labels.installation}=${context.installationId}`, `${labels.machine}=${key}`, labels.sidecar]
  const found = await context.docker.listContainers({ all: true, filters: { label } })
  return found.map(({ Id, State, Labels: own }) => ({
    name: own[labels.sidecar] ?? '',
    digest: own[labels.sidecarDigest] ?? '',
    isRunning: State === 'running' || State === 'restarting' || State === 'paused',
    container: context.docker.getContainer(Id),
  }))
}
