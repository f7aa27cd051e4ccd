// Complete mode: what stands in the group and not in the template goes, once all of the template is there. Only what
// stands in the group itself; what is locked stays, and so does what something of the template stands
// in: it would go with it.

import { keyOf } from '../../../../arm/resource-id.ts'
import { ArmError } from '../../../../base/errors.ts'
import { maskError } from '../../../../base/mask-secrets.ts'
import type { ResourceRecord } from '../../../../store/records.ts'
import { type DeploymentRecord, deploymentType, type StepStatus, statusOf } from '../model.ts'
import { newestVersionOf } from '../newest-version.ts'
import type { Run } from './run.ts'
import { callerOf, operationIdOf } from './run.ts'
import { afterOperation, reasonOf } from './start-step.ts'

type Statuses = Readonly<Record<string, StepStatus>>

/** A condition that is false keeps the resource with older api-versions than this, and takes it away from it on. */
const conditionDeletesSince = '2019-05-10'

/** The steps with those of deletions that were not yet begun. */
export async function deleteOthers(run: Run, statuses: Statuses): Promise<Statuses> {
  if (run.record.desired.mode !== 'Complete') return statuses
  const others = (await othersIn(run)).filter(({ key }) => statuses[stepIdOf(key)] === undefined)
  const begun = await Promise.all(
    others.map(async (other): Promise<[string, StepStatus]> => [stepIdOf(other.key), await deleteOne(run, other)]),
  )
  return { ...statuses, ...Object.fromEntries(begun) }
}

/** What complete mode would delete. */
export async function othersIn(run: Pick<Run, 'services' | 'record' | 'plan'>): Promise<ResourceRecord[]> {
  const { store, door } = run.services
  const tracked = door.types().filter((type) => type.isTracked && type.home === 'group')
  const found = await store.list({ type: tracked.map(({ type }) => type), parentKey: run.record.parentKey })
  const kept = new Set([...plannedKeys(run), ...(await nestedKeys(run, run.record))])
  const holdsKept = (key: string) => [...kept].some((each) => each.startsWith(`${key}/`))
  return found.filter(({ key, deletedAt }) => deletedAt === undefined && !kept.has(key) && !holdsKept(key))
}

function plannedKeys({ plan }: Pick<Run, 'plan'>): string[] {
  const keptAnyway = plan.skipped.filter(({ apiVersion }) => apiVersion < conditionDeletesSince)
  return [...plan.steps, ...keptAnyway].map(({ id }) => keyOf(id))
}

/** What deployments in this one made in the same group belongs to the template too. */
async function nestedKeys({ services }: Pick<Run, 'services'>, record: DeploymentRecord): Promise<string[]> {
  const steps = Object.values(statusOf(record)?.steps ?? {})
  const nested = steps.filter(({ resourceType }) => keyOf(resourceType) === keyOf(deploymentType))
  const rows = await services.store.getAll(nested.map(({ id }) => keyOf(id)))
  const below = await Promise.all(rows.map((row) => nestedKeys({ services }, row as DeploymentRecord)))
  return [...steps.map(({ id }) => keyOf(id)), ...below.flat()]
}

async function deleteOne(run: Run, other: ResourceRecord): Promise<StepStatus> {
  const { store, clock, door } = run.services
  const stepId = stepIdOf(other.key)
  const begun = {
    kind: 'Delete' as const,
    id: other.id,
    resourceType: other.type,
    resourceName: other.name,
    operationId: operationIdOf(run.record.desired.runId, stepId),
    startedAt: clock.now(),
  }
  const earlier = await store.operation(begun.operationId)
  if (earlier) return afterOperation({ ...begun, statusCode: 'OK' }, earlier, run)
  try {
    const apiVersion = newestVersionOf(other.type, door)
    const answer = await door.ask({ method: 'DELETE', path: other.id, apiVersion, caller: callerOf(run, stepId) })
    const accepted = await store.operation(begun.operationId)
    const statusCode = reasonOf(answer.status)
    if (accepted) return afterOperation({ ...begun, statusCode }, accepted, run)
    return { ...begun, statusCode, state: 'Succeeded', endedAt: clock.now() }
  } catch (error) {
    if (!(error instanceof ArmError) || error.status >= 500) throw error
    const ended = { ...begun, statusCode: reasonOf(error.status), endedAt: clock.now() }
    if (error.code === 'ScopeLocked') return { ...ended, state: 'Skipped' }
    return { ...ended, state: 'Failed', error: maskError(error.detail, run.secrets) }
  }
}

function stepIdOf(key: string): string {
  return `delete ${key}`
}
