// `deployment validate` and `deployment what-if`: what would become of a template, with nothing changed.

import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import { type DeploymentError, lastNames } from './deployment-document.ts'
import { deploymentPath } from './deployment-place.ts'
import { deploymentBody, templateOptions } from './template-options.ts'

interface Validated {
  readonly properties: { readonly validatedResources: readonly { readonly id: string }[] }
}

interface PropertyChange {
  readonly path: string
  readonly propertyChangeType: string
  readonly before?: unknown
  readonly after?: unknown
}

interface ResourceChange {
  readonly resourceId: string
  readonly changeType: string
  readonly unsupportedReason?: string
  readonly delta?: readonly PropertyChange[]
}

interface Foreseen {
  readonly status: string
  readonly properties?: { readonly changes: readonly ResourceChange[] }
  readonly error?: DeploymentError
}

const changeColumns: Column<ResourceChange>[] = [
  { title: 'CHANGE', cell: ({ changeType }) => changeType },
  { title: 'RESOURCE', cell: ({ resourceId }) => lastNames(resourceId) },
  { title: 'WHAT', cell: ({ delta, unsupportedReason }) => unsupportedReason ?? delta?.map(asText).join('; ') },
]
const pollMs = 250

export const validateTemplate: ApiCommand = {
  usage: 'validate <name>',
  summary: 'Check a template, its parameters and your rights, and deploy nothing',
  examples: ['carrel deployment validate lab --template-file azuredeploy.json -p azuredeploy.parameters.json'],
  options: templateOptions,
  async run(invocation) {
    const session = await invocation.session()
    const path = deploymentPath(invocation, session, '/validate')
    const answer = await session.send('POST', path, await deploymentBody(invocation))
    if (answer.status >= 400) {
      const { error } = answer.body as { error?: DeploymentError }
      for (const { code, message } of error?.details ?? []) invocation.say(`${code}: ${message}`)
      throw ApiError.from(answer)
    }
    const { validatedResources } = (answer.body as Validated).properties
    const columns = [{ title: 'RESOURCE', cell: ({ id }: { id: string }) => lastNames(id) }]
    invocation.say('The template is valid. It deploys:')
    invocation.showList(validatedResources, { columns, empty: 'Nothing: the template has no resources.' })
  },
}

export const whatIf: ApiCommand = {
  usage: 'what-if <name>',
  summary: 'Show what a deployment would create, change and delete',
  examples: [
    'carrel deployment what-if lab --template-file azuredeploy.json -p azuredeploy.parameters.json',
    'carrel deployment what-if lab --template-file azuredeploy.json --mode Complete -o json',
  ],
  options: templateOptions,
  async run(invocation) {
    const session = await invocation.session()
    const path = deploymentPath(invocation, session, '/whatIf')
    const foreseen = await answerTo(session, path, await deploymentBody(invocation))
    for (const { code, message } of foreseen.error?.details ?? []) invocation.say(`${code}: ${message}`)
    if (foreseen.error) throw new ApiError(400, foreseen.error)
    const columns = changeColumns
    invocation.showList(foreseen.properties?.changes ?? [], { columns, empty: 'Nothing would change.' })
  },
}

async function answerTo(session: Session, path: string, body: unknown): Promise<Foreseen> {
  let answer = await session.send('POST', path, body)
  while (answer.status === 202) {
    await sleep(pollMs)
    answer = await session.send('GET', String(answer.headers['location']))
  }
  if (answer.status >= 400) throw ApiError.from(answer)
  return answer.body as Foreseen
}

function asText({ path, propertyChangeType, before, after }: PropertyChange): string {
  if (propertyChangeType === 'Create') return `${path}: + ${JSON.stringify(after)}`
  if (propertyChangeType === 'Delete') return `${path}: - ${JSON.stringify(before)}`
  if (propertyChangeType === 'Array') return `${path}: elements change`
  return `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`
}
