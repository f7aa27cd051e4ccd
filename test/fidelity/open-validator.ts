// Microsoft's live validator over the published descriptions, which is asked about one exchange at a time.

import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { ArmExchange } from '../../src/http/arm-exchange.ts'
import { installOav } from './install-oav.ts'

/** One thing that is not as described. */
export interface Deviation {
  readonly operation: string
  /** Of the description that was used. */
  readonly apiVersion: string
  readonly side: 'request' | 'response'
  readonly code: string
  /** In the body, with `[]` for an index; else what the validator names. */
  readonly place: string
}

/** Undefined: there is no description of this operation. */
export type Verdict = { readonly operation: string; readonly deviations: readonly Deviation[] } | undefined

export interface Validator {
  validate(exchange: ArmExchange): Promise<Verdict>
}

/** As far as the validator is used here. */
interface LiveValidator {
  initialize(): Promise<void>
  getOperationInfo(request: { url: string; method: string }): { error?: unknown }
  validateLiveRequestResponse(pair: object): Promise<{
    readonly requestValidationResult: LiveResult
    readonly responseValidationResult: LiveResult
  }>
}

interface LiveResult {
  readonly operationInfo: { readonly operationId: string; readonly apiVersion: string }
  readonly errors: readonly {
    readonly code: string
    readonly pathsInPayload?: readonly string[]
    readonly params?: readonly unknown[]
  }[]
  readonly runtimeException?: { readonly message: string }
}

const wanted = [
  'batchai/**/*.json',
  'machinelearningservices/**/*.json',
  'authorization/**/*.json',
  'resources/**/*.json',
  'monitor/resource-manager/Microsoft.Insights/stable/2015-04-01/activityLogs_API.json',
  'storage/**/storage.json',
  'keyvault/**/keyvault.json',
  'network/**/{virtualNetwork,publicIpAddress,networkSecurityGroup}.json',
  'applicationinsights/**/*.json',
  'containerregistry/**/*.json',
  'msi/**/*.json',
]

export async function openValidator(descriptions: string): Promise<Validator> {
  const require = createRequire(join(await installOav(), 'package.json'))
  const library = require('oav/dist/lib/liveValidation/liveValidator.js') as {
    LiveValidator: new (options: object, log: () => void) => LiveValidator
  }
  const validator = new library.LiveValidator(
    {
      directory: descriptions,
      swaggerPathsPattern: wanted,
      excludedSwaggerPathsPattern: ['**/examples/**'],
      enableRoundTripValidator: false,
    },
    () => undefined,
  )
  await validator.initialize()
  const versions = describedVersions(descriptions)
  return { validate: (exchange) => validate(validator, versions, exchange) }
}

function describedVersions(descriptions: string): string[] {
  const folders = globSync('**/{stable,preview}/*', { cwd: descriptions })
  return [...new Set(folders.map((folder) => folder.split('/').at(-1) ?? ''))].toSorted()
}

async function validate(
  validator: LiveValidator,
  versions: readonly string[],
  exchange: ArmExchange,
): Promise<Verdict> {
  const { method } = exchange
  const url = candidates(exchange, versions).find((each) => !validator.getOperationInfo({ url: each, method }).error)
  if (url === undefined) return undefined
  const { requestValidationResult, responseValidationResult } = await validator.validateLiveRequestResponse({
    liveRequest: { headers: exchange.requestHeaders, method, url, body: bodyOf(exchange.requestBody) },
    liveResponse: {
      statusCode: String(exchange.status),
      headers: exchange.responseHeaders,
      body: bodyOf(exchange.responseBody),
    },
  })
  const { operationId } = requestValidationResult.operationInfo
  return {
    operation: operationId,
    deviations: [
      ...deviationsOf(requestValidationResult, 'request'),
      ...deviationsOf(responseValidationResult, 'response'),
    ],
  }
}

/**
 * The exchange's address in the version that was asked for, then in the older ones, newest first, then in the newer ones:
 * as the server picks the shape it answers in.
 */
function candidates({ url }: ArmExchange, versions: readonly string[]): string[] {
  const address = new URL(url.replace(/^\/+/, '/'), 'https://management.azure.com')
  const asked = address.searchParams.get('api-version') ?? ''
  const older = versions.filter((version) => version < asked).toReversed()
  const newer = versions.filter((version) => version > asked)
  return [asked, ...older, ...newer].map((version) => {
    const query = new URLSearchParams(address.search)
    query.set('api-version', version)
    return `${address.origin}${address.pathname.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '')}?${query}`
  })
}

function deviationsOf({ errors, operationInfo, runtimeException }: LiveResult, side: Deviation['side']): Deviation[] {
  if (runtimeException)
    throw new Error(`The validator gave up on ${operationInfo.operationId}: ${runtimeException.message}`)
  return errors.map(({ code, pathsInPayload = [], params = [] }) => ({
    operation: operationInfo.operationId,
    apiVersion: operationInfo.apiVersion,
    side,
    code,
    place: pathsInPayload[0]?.replaceAll(/\/\d+(?=\/|$)/g, '/[]') ?? params.map(String).join(' '),
  }))
}

function bodyOf(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
