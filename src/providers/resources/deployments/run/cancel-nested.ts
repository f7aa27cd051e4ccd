import { keyOf } from '../../../../arm/resource-id.ts'
import { ArmError } from '../../../../base/errors.ts'
import { type DeploymentRecord, deploymentType, isActive, type StepStatus } from '../model.ts'
import type { Run } from './run.ts'
import { callerOf } from './run.ts'

/** Deployments that a canceled one has under way end with it. */
export async function cancelNested(run: Run, statuses: Readonly<Record<string, StepStatus>>): Promise<void> {
  const running = Object.values(statuses).filter(
    ({ state, resourceType }) => state === 'Running' && keyOf(resourceType) === keyOf(deploymentType),
  )
  const rows = await run.services.store.getAll(running.map(({ id }) => keyOf(id)))
  const active = (rows as DeploymentRecord[]).filter(isActive)
  const { step: _step, ...caller } = callerOf(run, 'cancel')
  const asked = active.map(({ id }) =>
    run.services.door.ask({ method: 'POST', path: `${id}/cancel`, apiVersion: '2021-04-01', caller }),
  )
  for (const outcome of await Promise.allSettled(asked)) {
    // Who may no longer cancel it, or came too late, leaves it to end by itself.
    if (outcome.status === 'rejected' && !(outcome.reason instanceof ArmError)) throw outcome.reason
  }
}
