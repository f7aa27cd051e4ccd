import type { ArmAnswer, Endpoint } from '../../arm/endpoint.ts'
import type { Provider } from '../../arm/registry.ts'
import type { Address } from '../../arm/resource-id.ts'
import type { AuditTrail } from '../../identity/audit-trail.ts'
import { namespace } from './directory-endpoint.ts'
import { groupMembers } from './group-members.ts'
import { groups } from './groups.ts'
import { type OutsideProviderSettings, outsideProvider } from './outside-provider.ts'
import { servicePrincipals } from './service-principals.ts'
import { type SigningKeySettings, signingKeys } from './signing-keys.ts'
import { userActions } from './user-actions.ts'
import { users } from './users.ts'

export interface IdentitySettings extends OutsideProviderSettings, SigningKeySettings {
  readonly audit: AuditTrail
}

/** What ARM itself leaves to the directory, in ARM's style. */
export function identity({ audit, ...settings }: IdentitySettings): Provider {
  const families = [users, userActions, groups, groupMembers, servicePrincipals, outsideProvider, signingKeys]
  const endpoints = families.flatMap((family) => family(settings)).map((endpoint) => recorded(endpoint, audit))
  return { namespace, types: [], endpoints }
}

/** Keeps who changed what: the directory has no operations whose timeline would tell. */
function recorded(endpoint: Endpoint, audit: AuditTrail): Endpoint {
  if (endpoint.method === 'GET') return endpoint
  return {
    ...endpoint,
    async handle(request) {
      const answer = await endpoint.handle(request)
      const { actor, correlationId } = request.caller
      const target = targetOf(request.address, answer)
      await audit.changed({ action: endpoint.action ?? endpoint.type, target, actor, correlationId })
      return answer
    },
  }
}

/** What is made below a list says its name in the answer. */
function targetOf(address: Address, { status, body }: ArmAnswer): string {
  if (address.kind === 'resource') return address.id
  if (address.parentId !== '') return address.parentId
  const made = status === 201 ? (body as { clientId?: string } | undefined)?.clientId : undefined
  return `/providers/${address.type}${made === undefined ? '' : `/${made}`}`
}
