import { keyOf } from '../../../../arm/resource-id.ts'
import type { StepStatus } from '../model.ts'
import type { Run } from './run.ts'
import { afterOperation } from './start-step.ts'

type Statuses = Readonly<Record<string, StepStatus>>

/** Steps under way, as their operations stand now; one question to the store for nearly all. */
export async function followSteps(run: Run, statuses: Statuses): Promise<Statuses> {
  const { store } = run.services
  const running = Object.entries(statuses).filter(([, { state }]) => state === 'Running')
  if (running.length === 0) return statuses
  const last = await store.lastOperations(running.map(([, { id }]) => keyOf(id)))
  const followed = await Promise.all(
    running.map(async ([stepId, step]): Promise<[string, StepStatus]> => {
      const newest = last.get(keyOf(step.id))
      const operation = newest?.id === step.operationId ? newest : await store.operation(step.operationId)
      if (operation === undefined) return [stepId, { ...step, ...lost, endedAt: run.services.clock.now() }]
      return [stepId, afterOperation(step, operation, run)]
    }),
  )
  return { ...statuses, ...Object.fromEntries(followed) }
}

/** Operations are kept long after a deployment's deadline; one that is gone was taken away by hand. */
const lost = {
  state: 'Failed',
  statusCode: 'NotFound',
  error: { code: 'OperationNotFound', message: 'What became of it is no longer known. Deploy again.' },
} as const
