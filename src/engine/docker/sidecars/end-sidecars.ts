// Stopping and removing what runs beside a machine. Both are idempotent, and neither needs the machine.

import type { MachineKey } from '../../engine.ts'
import type { DockerContext } from '../docker-context.ts'
import { isConflict, isMissing, isUnchanged } from '../docker-errors.ts'
import { type FoundSidecar, findSidecars } from './find-sidecars.ts'

/** Programs that are the first of their container are often deaf to being asked. */
const graceSeconds = 5

export async function hasRunningSidecars(context: DockerContext, key: MachineKey): Promise<boolean> {
  return (await findSidecars(context, key)).some(({ isRunning }) => isRunning)
}

export async function stopSidecars(context: DockerContext, key: MachineKey): Promise<void> {
  const found = (await findSidecars(context, key)).filter(({ isRunning }) => isRunning)
  await Promise.all(
    found.map(({ container }) =>
      container.stop({ t: graceSeconds }).catch((error: unknown) => {
        if (!isUnchanged(error) && !isMissing(error)) throw error
      }),
    ),
  )
}

export async function removeSidecars(context: DockerContext, key: MachineKey): Promise<void> {
  await Promise.all((await findSidecars(context, key)).map(removeSidecar))
  for (const known of context.sidecarFaults.keys()) if (known.startsWith(`${key}/`)) context.sidecarFaults.delete(known)
}

export async function removeSidecar({ container }: FoundSidecar): Promise<void> {
  await container.remove({ force: true, v: true }).catch((error: unknown) => {
    // Conflict: somebody removes it already.
    if (!isMissing(error) && !isConflict(error)) throw error
  })
}
