import type { Endpoint } from '../../arm/endpoint.ts'
import type { Provider } from '../../arm/registry.ts'
import type { Log } from '../../base/log.ts'
import { recordChange } from '../../identity/directory/record-change.ts'
import { namespace } from './directory-endpoint.ts'
import { groupMembers } from './group-members.ts'
import { groups } from './groups.ts'
import { type OutsideProviderSettings, outsideProvider } from './outside-provider.ts'
import { servicePrincipals } from './service-principals.ts'
import { type SigningKeySettings, signingKeys } from './signing-keys.ts'
import { userActions } from './user-actions.ts'
import { users } from './users.ts'

export interface IdentitySettings extends OutsideProviderSettings, SigningKeySettings {
  readonly log: Log
}

/** What ARM itself leaves to the directory, in ARM's style. */
export function identity({ log, ...settings }: IdentitySettings): Provider {
  const families = [users, userActions, groups, groupMembers, servicePrincipals, outsideProvider, signingKeys]
  const endpoints = families.flatMap((family) => family(settings)).map((endpoint) => recorded(endpoint, log))
  return { namespace, types: [], endpoints }
}

/** Leaves a line of who changed what: the directory has no operations whose timeline would tell. */
function recorded(endpoint: Endpoint, log: Log): Endpoint {
  if (endpoint.method === 'GET') return endpoint
  return {
    ...endpoint,
    async handle(request) {
      const answer = await endpoint.handle(request)
      const { address, caller } = request
      const change = { action: endpoint.action, target: address.kind === 'resource' ? address.id : address.parentId }
      recordChange(log, { ...change, actor: caller.actor, correlationId: caller.correlationId })
      return answer
    },
  }
}
