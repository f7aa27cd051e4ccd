// The plan of a row, made again when it is not at hand. Plans are kept in memory by run, because a deployment is looked at
// ten times a second while it runs; what is kept is only what the row says.

import { ArmError, TerminalError } from '../../../base/errors.ts'
import type { Json } from '../../../base/json.ts'
import { secretsIn } from '../../../base/mask-secrets.ts'
import type { Plan } from '../../../template/plan-deployment.ts'
import type { Deployment, DeploymentRecord, KeptParameter } from './model.ts'
import { planTemplate } from './plan-template.ts'
import { parameterContext, secretsContext, templateContext } from './sealed-contexts.ts'
import type { DeploymentServices } from './services.ts'

export interface OpenedPlan {
  readonly plan: Plan
  /** Strings of secure parameters. */
  readonly secrets: readonly string[]
}

const mostKept = 16
const plans = new WeakMap<DeploymentServices, Map<string, Promise<OpenedPlan>>>()

/** Throws `TerminalError` when the row's template cannot be planned any more, say because its group is gone. */
export function planOf(services: DeploymentServices, record: DeploymentRecord): Promise<OpenedPlan> {
  const kept = plans.get(services) ?? new Map<string, Promise<OpenedPlan>>()
  plans.set(services, kept)
  const { runId } = record.desired
  const planned = kept.get(runId) ?? open(services, record)
  kept.delete(runId)
  kept.set(runId, planned)
  planned.catch(() => kept.delete(runId))
  const [oldest] = kept.keys()
  if (oldest !== undefined && kept.size > mostKept) kept.delete(oldest)
  return planned
}

async function open(services: DeploymentServices, { id, name, desired }: DeploymentRecord): Promise<OpenedPlan> {
  try {
    const parameters = openParameters(desired, services)
    const template = openTemplate(desired, services)
    const plan = await planTemplate(services, { ...desired, id, name, template, parameters })
    return { plan, secrets: [...secretsOf(plan), ...inheritedSecrets(desired, services)] }
  } catch (error) {
    if (!(error instanceof ArmError)) throw error
    throw new TerminalError(error.code, error.message, { cause: error })
  }
}

/** Each is looked for in all that is shown. */
const mostSecrets = 1000

/** Of what was given and of defaults, which may be made for this run alone. Throws ArmError 400 for too many. */
export function secretsOf({ secureValues }: Plan): string[] {
  const secrets = [...new Set(secureValues.flatMap(secretsIn))]
  if (secrets.length <= mostSecrets) return secrets
  throw new ArmError(
    400,
    'InvalidTemplate',
    `The secure parameters hold ${secrets.length} values, and ${mostSecrets} are allowed. Give what is no secret as an object.`,
    { target: 'properties.parameters' },
  )
}

export function isSecureType(type: string): boolean {
  return /^secure/i.test(type)
}

export function openTemplate(
  { runId, template, isSecret }: Deployment,
  { sealer }: Pick<DeploymentServices, 'sealer'>,
): Json {
  return JSON.parse(isSecret ? sealer.open(template, templateContext(runId)) : template) as Json
}

function inheritedSecrets(
  { runId, sealedSecrets }: Deployment,
  { sealer }: Pick<DeploymentServices, 'sealer'>,
): string[] {
  return sealedSecrets === undefined ? [] : (JSON.parse(sealer.open(sealedSecrets, secretsContext(runId))) as string[])
}

function openParameters(
  { runId, parameters }: Deployment,
  { sealer }: Pick<DeploymentServices, 'sealer'>,
): Record<string, Json> {
  const opened = (name: string, { kept }: KeptParameter) =>
    'value' in kept ? kept.value : (JSON.parse(sealer.open(kept.sealed, parameterContext(runId, name))) as Json)
  return Object.fromEntries(Object.entries(parameters).map(([name, kept]) => [name, opened(name, kept)]))
}
