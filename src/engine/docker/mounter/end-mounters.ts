import type { MachineKey } from '../../engine.ts'
import type { DockerContext } from '../docker-context.ts'
import { isConflict, isMissing } from '../docker-errors.ts'
import { labels } from '../names.ts'

/** One that is killed at any line leaves no mount that anybody answers for: it is the last to hold the connection. */
export async function endMounters({ docker, installationId }: DockerContext, key: MachineKey): Promise<void> {
  const label = [`${labels.installation}=${installationId}`, `${labels.machine}=${key}`, labels.mounter]
  for (const { Id } of await docker.listContainers({ all: true, filters: { label } })) {
    await docker
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch((error: unknown) => {
        if (!isMissing(error) && !isConflict(error)) throw error
      })
  }
}
