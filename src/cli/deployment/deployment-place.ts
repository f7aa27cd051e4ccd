import type { ApiOption, NameSource } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'
import type { DeploymentDocument } from './deployment-document.ts'

export const version = 'api-version=2021-04-01'

export const scopeOption: ApiOption = {
  flags: '--scope <where>',
  summary: 'where it is deployed to: a group, or the subscription itself',
  choices: ['group', 'sub'],
  default: 'group',
}

/** Path of the deployments of the group, or with `--scope sub` of the subscription itself. */
export function deploymentsPath(invocation: Invocation, session: Session): string {
  return `${placePath(invocation, session)}/providers/Microsoft.Resources/deployments`
}

/** Path of the one the command names, followed by what is below it. */
export function deploymentPath(invocation: Invocation, session: Session, below = ''): string {
  const name = encodeURIComponent(invocation.argument('name'))
  return `${deploymentsPath(invocation, session)}/${name}${below}?${version}`
}

export function isAtSubscription(invocation: Invocation): boolean {
  return invocation.option('scope') === 'sub'
}

/** Of a subscription's deployment, which stands in no group that says where. */
export function locationIn(invocation: Invocation): { location?: string } {
  const location = invocation.option('location')
  if (isAtSubscription(invocation)) return { location: location ?? 'local' }
  if (location === undefined) return {}
  throw new CliFailure(
    'A deployment to a group has no location of its own.',
    'leave out --location, or deploy to the subscription with --scope sub',
    exitCodes.badUsage,
  )
}

export const deploymentNames: NameSource = async (invocation) => {
  const session = await invocation.session()
  const found = await session.list<DeploymentDocument>(`${deploymentsPath(invocation, session)}?${version}`)
  return found.map(({ name }) => name)
}

function placePath(invocation: Invocation, session: Session): string {
  return isAtSubscription(invocation) ? session.subscriptionId() : session.groupId()
}
