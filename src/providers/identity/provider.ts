import type { Provider } from '../../arm/registry.ts'
import { namespace } from './directory-endpoint.ts'
import { groupMembers } from './group-members.ts'
import { groups } from './groups.ts'
import { type OutsideProviderSettings, outsideProvider } from './outside-provider.ts'
import { servicePrincipals } from './service-principals.ts'
import { userActions } from './user-actions.ts'
import { users } from './users.ts'

/** What ARM itself leaves to the directory, in ARM's style. */
export function identity(settings: OutsideProviderSettings): Provider {
  const endpoints = [users, userActions, groups, groupMembers, servicePrincipals, outsideProvider].flatMap((family) =>
    family(settings),
  )
  return { namespace, types: [], endpoints }
}
