// A deployment is an ordinary row. Desired is all that is needed to work out its steps again, at any time and after any
// kill: the template, the parameters, who asked, and the seeds of what would differ from one time to the next.

import type { ArmDesired } from '../../../arm/resource-type.ts'
import type { ErrorDetail } from '../../../base/errors.ts'
import type { Json } from '../../../base/json.ts'
import type { Actor, ResourceRecord } from '../../../store/records.ts'

export const deploymentType = 'Microsoft.Resources/deployments'

/** A parameter's value, or, of a secure one and of all that stands in a secret template, the sealed text of it. */
export type KeptValue = { readonly value: Json } | { readonly sealed: string }

export interface KeptParameter {
  /** As the template spells it. */
  readonly type: string
  readonly kept: KeptValue
}

/** Where a template or its parameters were fetched from, as it is shown. */
export interface ShownLink {
  readonly uri: string
  readonly contentVersion?: string
}

/** What the plan says of the whole, kept so that a list need not evaluate every template. */
export interface DeploymentFacts {
  readonly templateHash: string
  readonly providers: readonly { readonly namespace: string; readonly types: readonly string[] }[]
  readonly dependencies: readonly Dependency[]
}

export interface Reference {
  readonly id: string
  readonly resourceType: string
  readonly resourceName: string
}

export interface Dependency extends Reference {
  readonly dependsOn: readonly Reference[]
}

export interface Deployment extends ArmDesired {
  /** Of this run: another with each PUT. Also the seed of `newGuid()`. */
  readonly runId: string
  /** Epoch milliseconds; the seed of `utcNow()`. */
  readonly startedAt: number
  readonly mode: 'Incremental' | 'Complete'
  /** In whose name every step is asked for. */
  readonly actor: Actor
  readonly correlationId: string
  /** Of deployments in one another; 1 for what a person asked for. */
  readonly depth: number
  /** Resources that it and the deployments in it may have together; undefined: as many as anybody's. */
  readonly allowance?: number
  /** True: the template itself was made from secrets, by the deployment it is a step of. It is never shown. */
  readonly isSecret: boolean
  /** Secrets that the deployment it is a step of wrote into it: JSON text of a list of strings, sealed. */
  readonly sealedSecrets?: string
  /** JSON text, sealed if secret. */
  readonly template: string
  readonly templateLink?: ShownLink
  /** What a relative path of a template in this one goes on with, sealed: it may be a signature. */
  readonly sealedQuery?: string
  readonly parametersLink?: ShownLink
  /** What was given, by the template's names. */
  readonly parameters: Readonly<Record<string, KeptParameter>>
  /** For display: every parameter's type, and its value unless it is secure. */
  readonly shownParameters: Readonly<Record<string, { readonly type: string; readonly value?: Json }>>
  readonly facts: DeploymentFacts
  /** Set when somebody ended it: no further step is taken. */
  readonly canceledAt?: number
}

export interface StepStatus extends Reference {
  readonly kind: 'Create' | 'Delete'
  readonly operationId: string
  /** Skipped: a resource that complete mode would have deleted, had it not been locked. */
  readonly state: 'Running' | 'Succeeded' | 'Failed' | 'Canceled' | 'Skipped'
  readonly startedAt: number
  readonly endedAt?: number
  readonly statusCode: string
  readonly error?: ErrorDetail
}

export interface ShownOutput {
  readonly type: string
  /** Absent from a secure one. */
  readonly value?: Json
}

export interface DeploymentStatus {
  readonly runId: string
  readonly endedAt?: number
  /** By the plan's id of the step; those not yet begun are absent. */
  readonly steps: Readonly<Record<string, StepStatus>>
  readonly outputs?: Readonly<Record<string, ShownOutput>>
}

export type DeploymentRecord = ResourceRecord<Deployment, DeploymentStatus>

export type DeploymentState = 'Accepted' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled' | 'Deleting'

/** What is known of this run; undefined while only an earlier one, or none, has been looked at. */
export function statusOf({ desired, observed }: DeploymentRecord): DeploymentStatus | undefined {
  return observed?.runId === desired.runId ? observed : undefined
}

export function stateOf(record: DeploymentRecord): DeploymentState {
  if (record.deletedAt !== undefined) return 'Deleting'
  if (record.desired.canceledAt !== undefined) return 'Canceled'
  if (record.failure?.generation === record.generation) return 'Failed'
  const status = statusOf(record)
  if (status === undefined) return 'Accepted'
  return status.endedAt === undefined ? 'Running' : 'Succeeded'
}

export function isActive(record: DeploymentRecord): boolean {
  return ['Accepted', 'Running'].includes(stateOf(record))
}
