// From what is asked for to what is kept: links are fetched, the template is planned once so that its faults are told at
// once, and secrets are sealed. After this nothing outside is needed to work the steps out again.

import { ArmError } from '../../../base/errors.ts'
import { isPlainObject, type Json } from '../../../base/json.ts'
import { maskError, maskSecrets, secretsIn } from '../../../base/mask-secrets.ts'
import type { Plan } from '../../../template/plan-deployment.ts'
import { requireAllowed } from './allowance.ts'
import { factsOf } from './deployment-facts.ts'
import { requireRoom } from './history.ts'
import { linkFault } from './links/fetch-link.ts'
import type { Deployment, KeptParameter, ShownLink } from './model.ts'
import { isSecureType, secretsOf } from './plan-of.ts'
import { planTemplate } from './plan-template.ts'
import { type AskedDeployment, readParameters, readTemplateText } from './read-deployment.ts'
import { parameterContext, queryContext, secretsContext, templateContext } from './sealed-contexts.ts'
import type { DeploymentServices } from './services.ts'
import type { GivenParameters, TemplateLink } from './wire.ts'

export interface Prepared {
  readonly desired: Deployment
  readonly plan: Plan
  /** Strings of secure parameters. */
  readonly secrets: readonly string[]
}

type JsonObject = Readonly<Record<string, unknown>>

/** Throws ArmError 400 `InvalidTemplate` or `InvalidContentLink`, 409 where the history is full. */
export async function prepareDeployment(services: DeploymentServices, asked: AskedDeployment): Promise<Prepared> {
  const { id, name, runId, startedAt, mode, caller } = asked
  await requireRoom(services.store, asked)
  const template = asked.template ?? (await linkedTemplate(services, asked.templateLink ?? {}))
  const given = asked.parameters ?? (await linkedParameters(services, asked))
  const values = Object.fromEntries(
    Object.entries(given).flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value as Json]])),
  )
  const links = shownLinks(asked)
  const planned = planTemplate(services, {
    id,
    name,
    template: template as Json,
    parameters: values,
    runId,
    startedAt,
    mode,
    actor: caller.actor,
    ...(asked.location === undefined ? {} : { location: asked.location }),
    ...links,
  })
  const inherited = caller.step?.secrets ?? []
  const plan = await planned.catch((error: unknown) => {
    throw withoutSecrets(error, [...secretsGiven(template, values), ...inherited])
  })
  const secrets = [...secretsOf(plan), ...inherited]
  const allowance = caller.step?.allowance
  if (allowance !== undefined) requireAllowed(plan, allowance)
  const isSecret = caller.step?.hasSecrets === true
  const text = JSON.stringify(template)
  const query = asked.templateLink?.queryString ?? undefined
  const desired: Deployment = {
    ...(asked.location === undefined ? {} : { location: asked.location }),
    tags: asked.tags,
    runId,
    startedAt,
    mode,
    actor: caller.actor,
    correlationId: caller.correlationId,
    depth: (caller.step?.depth ?? 0) + 1,
    ...(allowance === undefined ? {} : { allowance }),
    isSecret,
    template: isSecret ? services.sealer.seal(text, templateContext(runId)) : text,
    ...links,
    ...(inherited.length === 0
      ? {}
      : { sealedSecrets: services.sealer.seal(JSON.stringify(inherited), secretsContext(runId)) }),
    ...(query ? { sealedQuery: services.sealer.seal(query, queryContext(runId)) } : {}),
    parameters: keptParameters({ services, plan, values, runId, isSecret }),
    shownParameters: maskedValues(shownParameters(plan, isSecret), secrets),
    facts: factsOf(plan),
  }
  return { desired, plan, secrets }
}

/** As far as they can be told of a template that cannot be planned. */
function secretsGiven({ parameters }: JsonObject, values: Readonly<Record<string, Json>>): string[] {
  if (!isPlainObject(parameters)) return []
  const given = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]))
  return Object.entries(parameters).flatMap(([name, declared]) => {
    const isSecure = isPlainObject(declared) && isSecureType(String(declared['type']))
    return isSecure ? secretsIn(given.get(name.toLowerCase()) ?? declared['defaultValue']) : []
  })
}

function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof ArmError) || secrets.length === 0) return error
  const { code, message, ...rest } = maskError(error.detail, secrets)
  return new ArmError(error.status, code, message, { ...rest, cause: error })
}

async function linkedTemplate(services: DeploymentServices, link: TemplateLink): Promise<JsonObject> {
  const { uri, queryString, contentVersion } = link
  if (!uri) {
    throw new ArmError(400, 'InvalidTemplate', "The template link needs a 'uri'.", {
      target: 'properties.templateLink.uri',
    })
  }
  const template = await fetched(services, withQuery(uri, queryString), 'properties.templateLink')
  requireVersion(template, contentVersion, uri)
  return template
}

async function linkedParameters(
  services: DeploymentServices,
  { parametersLink }: AskedDeployment,
): Promise<GivenParameters> {
  if (!parametersLink) return {}
  const file = await fetched(services, parametersLink.uri, 'properties.parametersLink')
  requireVersion(file, parametersLink.contentVersion, parametersLink.uri)
  if (!isPlainObject(file['parameters'])) throw linkFault(parametersLink.uri, "it has no 'parameters'")
  return readParameters(file['parameters'], 'parameters')
}

async function fetched(services: DeploymentServices, uri: string, target: string): Promise<JsonObject> {
  const value = readTemplateText(await services.fetchLink(uri), target)
  if (isPlainObject(value)) return value
  throw linkFault(uri, 'it is not an object')
}

function withQuery(uri: string, queryString: string | null | undefined): string {
  if (!queryString) return uri
  return `${uri}${uri.includes('?') ? '&' : '?'}${queryString.replace(/^[?&]/, '')}`
}

function requireVersion(content: JsonObject, expected: string | null | undefined, uri: string): void {
  if (!expected || content['contentVersion'] === expected) return
  const found = typeof content['contentVersion'] === 'string' ? `'${content['contentVersion']}'` : 'none'
  throw linkFault(uri, `its content version is ${found} and '${expected}' was asked for`)
}

/** A query may be a signature that gives access: it is kept sealed and shown to nobody. */
function shownLinks({ templateLink, parametersLink }: AskedDeployment): {
  templateLink?: ShownLink
  parametersLink?: ShownLink
} {
  const shown = (uri: string, contentVersion: string | null | undefined): ShownLink => ({
    uri: uri.split('?')[0] ?? uri,
    ...(contentVersion ? { contentVersion } : {}),
  })
  return {
    ...(templateLink?.uri ? { templateLink: shown(templateLink.uri, templateLink.contentVersion) } : {}),
    ...(parametersLink ? { parametersLink: shown(parametersLink.uri, parametersLink.contentVersion) } : {}),
  }
}

/** Only what was given: defaults are worked out again, from the same seeds. */
function keptParameters(input: {
  services: DeploymentServices
  plan: Plan
  values: Readonly<Record<string, Json>>
  runId: string
  isSecret: boolean
}): Record<string, KeptParameter> {
  const { services, plan, values, runId, isSecret } = input
  const declared = new Map(Object.entries(plan.parameters).map(([name, each]) => [name.toLowerCase(), each]))
  const kept = Object.entries(values).map(([name, value]): [string, KeptParameter] => {
    const parameter = declared.get(name.toLowerCase())
    const type = parameter?.type ?? 'string'
    const isOpen = !isSecret && parameter !== undefined && !isSecureType(parameter.type)
    if (isOpen) return [name, { type, kept: { value } }]
    return [
      name,
      { type, kept: { sealed: services.sealer.seal(JSON.stringify(value), parameterContext(runId, name)) } },
    ]
  })
  return Object.fromEntries(kept)
}

/** The default of a parameter may be made of a secret one. */
function maskedValues(shown: Deployment['shownParameters'], secrets: readonly string[]): Deployment['shownParameters'] {
  const masked = ({ type, value }: { type: string; value?: Json }) =>
    value === undefined ? { type } : { type, value: maskSecrets(value, secrets) }
  return Object.fromEntries(Object.entries(shown).map(([name, one]) => [name, masked(one)]))
}

function shownParameters({ parameters }: Plan, isSecret: boolean): Deployment['shownParameters'] {
  if (!isSecret) return parameters
  return Object.fromEntries(Object.entries(parameters).map(([name, { type }]) => [name, { type }]))
}
