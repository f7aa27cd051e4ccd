// Takes annexes away, with whatever is still being done to make them. Idempotent, and it needs no machine.

import type Docker from 'dockerode'
import type { MachineKey } from '../../engine.ts'
import type { DockerContext } from '../docker-context.ts'
import { isConflict, isMissing } from '../docker-errors.ts'
import { labels } from '../names.ts'

const patienceMs = 300

/** True when nothing is left of it. */
export async function removeAnnex(context: DockerContext, key: MachineKey, name: string): Promise<boolean> {
  const work = annexWork(key, name)
  context.fetching.get(work)?.abort()
  const remove = () => removeLabelled(context, [`${labels.machine}=${key}`, `${labels.annex}=${name}`])
  return (await context.jobs.run({ key: work, kind: 'remove', patienceMs, work: remove })) === undefined
}

/** All of a machine that goes itself. */
export async function removeAnnexes(context: DockerContext, key: MachineKey): Promise<void> {
  for (const [work, fetching] of context.fetching) if (work.startsWith(annexWork(key, ''))) fetching.abort()
  await removeLabelled(context, [`${labels.machine}=${key}`, labels.annex])
}

/** What is done about an annex is known by this, to whoever makes it and to whoever takes it away. */
export function annexWork(key: MachineKey, name: string): string {
  return `${key}/annex/${name}`
}

export async function removeContainer(container: Docker.Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch((error: unknown) => {
    // Conflict: somebody removes it already.
    if (!isMissing(error) && !isConflict(error)) throw error
  })
}

async function removeLabelled({ docker, installationId }: DockerContext, more: readonly string[]): Promise<void> {
  const label = [`${labels.installation}=${installationId}`, ...more]
  const found = await docker.listContainers({ all: true, filters: { label } })
  await Promise.all(found.map(({ Id }) => removeContainer(docker.getContainer(Id))))
}
