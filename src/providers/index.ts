// The list of what is offered.

import type { Kysely } from 'kysely'
import type { Provider } from '../arm/registry.ts'
import type { Clock } from '../base/clock.ts'
import type { FleetSettings } from '../fleet/fleet.ts'
import { keepAnOwner } from '../identity/directory/keep-an-owner.ts'
import { groupsOf } from '../identity/groups-of.ts'
import type { Sealer } from '../identity/seal.ts'
import type { Store } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import { authorization } from './authorization/provider.ts'
import { identity } from './identity/provider.ts'
import { insights } from './insights/provider.ts'
import { machineLearning } from './machinelearning/provider.ts'
import type { WorkspaceSettings } from './machinelearning/workspaces.ts'
import { resources } from './resources/provider.ts'
import { registerProvider } from './resources/register-provider.ts'

export interface ProviderSettings {
  readonly db: Kysely<Tables>
  readonly store: Store
  readonly clock: Clock
  readonly tenantId: string
  readonly sealer: Sealer
  /** Where people's browsers find our pages. */
  readonly browserEndpoint: string
  readonly fleet: FleetSettings
  readonly workspace: WorkspaceSettings
}

export function providers(settings: ProviderSettings): Provider[] {
  const { db, store, clock, tenantId, sealer, browserEndpoint, fleet, workspace } = settings
  const offered = [
    resources,
    authorization({
      clock,
      groupsOf: (objectId) => groupsOf(db, objectId),
      keepAnOwner: (assignee) => keepAnOwner({ db, store, clock }, { assignee }, async () => undefined),
    }),
    insights(clock),
    machineLearning({ fleet, workspace }),
    identity({ db, store, clock, tenantId, sealer, browserEndpoint }),
  ]
  return offered.map((provider) => ({
    ...provider,
    endpoints: [...provider.endpoints, registerProvider(provider.namespace)],
  }))
}
