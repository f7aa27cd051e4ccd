// From a request's body to what is asked for, before anything is fetched or evaluated. What is not offered is refused by
// its name.

import { randomUUID } from 'node:crypto'
import { requireLocation } from '../../../arm/locations.ts'
import { readBody } from '../../../arm/read-body.ts'
import { groupIdOf } from '../../../arm/resource-id.ts'
import type { Caller } from '../../../arm/resource-type.ts'
import type { Envelope } from '../../../arm/wire.ts'
import { ArmError } from '../../../base/errors.ts'
import { isPlainObject } from '../../../base/json.ts'
import { parseTolerantJson, TolerantJsonError } from '../../../base/tolerant-json.ts'
import { deploymentType } from './model.ts'
import {
  type DeploymentProperties,
  deploymentPropertiesSchema,
  type GivenParameters,
  type ParametersLink,
  parameterSchema,
  type TemplateLink,
} from './wire.ts'

export interface AskedDeployment {
  readonly id: string
  readonly name: string
  readonly location?: string
  readonly tags: Readonly<Record<string, string>>
  readonly caller: Caller
  readonly runId: string
  readonly startedAt: number
  readonly mode: 'Incremental' | 'Complete'
  readonly template?: Readonly<Record<string, unknown>>
  readonly templateLink?: TemplateLink
  readonly parameters?: GivenParameters
  readonly parametersLink?: ParametersLink
  readonly validationLevel: 'Template' | 'Provider' | 'ProviderNoRbac'
  readonly resultFormat: 'FullResourcePayloads' | 'ResourceIdOnly'
}

export interface DeploymentRequest {
  readonly id: string
  readonly name: string
  readonly body: Envelope
  readonly caller: Caller
  readonly now: number
}

/** Of deployments in one another. */
const maxDepth = 8

/** Throws ArmError 400 with what is wrong. */
export function readDeployment({ id, name, body, caller, now }: DeploymentRequest): AskedDeployment {
  if (!/^[\w().-]{1,64}$/u.test(name) || name.endsWith('.')) {
    throw new ArmError(
      400,
      'InvalidDeploymentName',
      `The deployment name '${name.slice(0, 80)}' is not valid: 1 to 64 letters, digits, '-', '_', '.', '(' or ')', not ending in '.'.`,
    )
  }
  const properties = readBody(deploymentPropertiesSchema, body.properties ?? {}, 'properties')
  refuseWhatIsNotOffered(properties)
  refuseComplete(properties, id, caller)
  if ((caller.step?.depth ?? 0) >= maxDepth)
    throw new ArmError(400, 'InvalidTemplate', `Deployments stand in each other more than ${maxDepth} levels deep.`)
  const location = locationOf(body, id)
  const { mode, templateLink, parametersLink } = properties
  const template = objectIn(properties.template, 'properties.template')
  const parameters = parametersOf(properties)
  requireOneTemplate(properties)
  return {
    id,
    name,
    ...(location === undefined ? {} : { location }),
    tags: body.tags ?? {},
    caller,
    runId: randomUUID(),
    startedAt: now,
    mode,
    ...(template ? { template } : {}),
    ...(templateLink ? { templateLink } : {}),
    ...(parameters ? { parameters } : {}),
    ...(parametersLink ? { parametersLink } : {}),
    validationLevel: properties.validationLevel ?? 'Provider',
    resultFormat: properties.whatIfSettings?.resultFormat ?? 'FullResourcePayloads',
  }
}

function refuseWhatIsNotOffered(properties: DeploymentProperties): void {
  const detail = properties.debugSetting?.detailLevel
  const refused = {
    onErrorDeployment: properties.onErrorDeployment !== undefined && properties.onErrorDeployment !== null,
    debugSetting: detail !== undefined && detail !== null && detail.toLowerCase() !== 'none',
    'templateLink.id': (properties.templateLink?.id ?? '') !== '',
  }
  const [name] = Object.entries(refused).find(([, isSent]) => isSent) ?? []
  if (name === undefined) return
  throw new ArmError(400, 'InvalidDeployment', `'${name}' is not offered for deployments. Leave it out.`, {
    target: `properties.${name}`,
  })
}

/** Complete mode is for a whole group, by its root template. */
function refuseComplete({ mode }: DeploymentProperties, id: string, { step }: Caller): void {
  if (mode !== 'Complete' || (groupIdOf(id) !== undefined && step === undefined)) return
  const why = step === undefined ? 'at a subscription' : 'of a deployment in another'
  throw new ArmError(400, 'InvalidDeployment', `The mode ${why} is 'Incremental', and cannot be 'Complete'.`, {
    target: 'properties.mode',
  })
}

function locationOf(body: Envelope, id: string): string | undefined {
  const given = body.location ?? undefined
  if (given === undefined && groupIdOf(id) !== undefined) return undefined
  return requireLocation(given, deploymentType)
}

function requireOneTemplate({ template, templateLink, parameters, parametersLink }: DeploymentProperties): void {
  const given = [template, templateLink].filter((each) => each !== undefined && each !== null)
  if (given.length !== 1)
    throw new ArmError(400, 'InvalidRequestContent', "Give either 'template' or 'templateLink'.", {
      target: 'properties.template',
    })
  const hasParameters = isPlainObject(parameters) ? Object.keys(parameters).length > 0 : Boolean(parameters)
  if (hasParameters && parametersLink)
    throw new ArmError(400, 'InvalidRequestContent', "Give either 'parameters' or 'parametersLink', not both.", {
      target: 'properties.parameters',
    })
}

function parametersOf({ parameters }: DeploymentProperties): GivenParameters | undefined {
  const given = objectIn(parameters, 'properties.parameters')
  return given && readParameters(given, 'properties.parameters')
}

/** Each with a value; what a vault would have to be asked for is refused. */
export function readParameters(given: Readonly<Record<string, unknown>>, target: string): GivenParameters {
  const read = Object.entries(given).map(([name, one]): [string, GivenParameters[string]] => {
    const parameter = readBody(parameterSchema, one, `${target}.${name}`)
    const kind =
      parameter.reference !== undefined ? 'reference' : parameter.expression !== undefined ? 'expression' : undefined
    if (kind === undefined) return [name, parameter]
    throw new ArmError(
      400,
      'InvalidTemplate',
      `The parameter '${name}' is given by '${kind}', which is not offered. Give its 'value'.`,
      { target: `${target}.${name}.${kind}` },
    )
  })
  return Object.fromEntries(read)
}

/** An object, or the text of one. */
function objectIn(value: unknown, target: string): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null) return undefined
  const read = typeof value === 'string' ? readTemplateText(value, target) : value
  if (isPlainObject(read)) return read
  throw new ArmError(400, 'InvalidRequestContent', `'${target}' is not an object.`, { target })
}

/** Throws ArmError 400 with the place that cannot be read. */
export function readTemplateText(text: string, target: string): unknown {
  try {
    return parseTolerantJson(text)
  } catch (error) {
    if (!(error instanceof TolerantJsonError)) throw error
    throw new ArmError(400, 'InvalidTemplate', `'${target}' is not valid JSON: ${error.message}.`, {
      target,
      cause: error,
    })
  }
}
