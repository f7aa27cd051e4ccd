// The list of what is offered.

import type { Kysely } from 'kysely'
import type { Provider } from '../arm/registry.ts'
import { requireSubnet } from '../arm/subnet-use.ts'
import type { Clock } from '../base/clock.ts'
import type { FleetSettings } from '../fleet/fleet.ts'
import type { AuditTrail } from '../identity/audit-trail.ts'
import { requireAnOwner } from '../identity/directory/keep-an-owner.ts'
import { groupsOf } from '../identity/groups-of.ts'
import type { Sealer } from '../identity/seal.ts'
import type { PublishedFolders } from '../share/host-folder/published-folders.ts'
import type { NodePoints } from '../store/metric-points.ts'
import type { Store } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import { authorization } from './authorization/provider.ts'
import { batchAi } from './batchai/provider.ts'
import { containerRegistry } from './containerregistry/provider.ts'
import { costManagement } from './costmanagement/provider.ts'
import { files } from './files/provider.ts'
import { identity } from './identity/provider.ts'
import type { SigningKeySettings } from './identity/signing-keys.ts'
import { insights } from './insights/provider.ts'
import { keyVault } from './keyvault/provider.ts'
import type { ScriptServices } from './machinelearning/computes/scripts/script-services.ts'
import { machineLearning } from './machinelearning/provider.ts'
import type { WorkspaceSettings } from './machinelearning/workspaces.ts'
import { managedIdentity } from './managedidentity/provider.ts'
import { network } from './network/provider.ts'
import { operationalInsights } from './operationalinsights/provider.ts'
import { policyInsights } from './policyinsights/provider.ts'
import { createFetchLink } from './resources/deployments/links/fetch-link.ts'
import type { LinkSettings } from './resources/deployments/links/link-settings.ts'
import type { ArmDoor } from './resources/deployments/services.ts'
import { resources } from './resources/provider.ts'
import { registerProvider } from './resources/register-provider.ts'
import { storage } from './storage/provider.ts'

export interface ProviderSettings {
  readonly db: Kysely<Tables>
  /** What is known of the last minutes of a fleet's nodes beside what is stored. */
  unwritten(fleetKey: string): readonly NodePoints[]
  readonly store: Store
  readonly clock: Clock
  readonly tenantId: string
  /** Under which the addresses of what is only stored stand. */
  readonly domain: string
  readonly sealer: Sealer
  /** Where people's browsers find our pages. */
  readonly browserEndpoint: string
  readonly fleet: FleetSettings
  readonly workspace: WorkspaceSettings
  /** Of one compute instance. */
  readonly maxSchedules: number
  readonly scripts: ScriptServices
  readonly folders: PublishedFolders
  readonly keys: SigningKeySettings
  readonly audit: AuditTrail
  /** By which deployments act. */
  readonly door: ArmDoor
  /** Where templates may be fetched from. */
  readonly links: LinkSettings
}

export function providers(settings: ProviderSettings): Provider[] {
  const { db, store, clock, audit, tenantId, sealer, browserEndpoint, fleet, workspace, maxSchedules, scripts, keys } =
    settings
  const offered = [
    resources({
      ...{ store, clock, sealer, domain: settings.domain, endpoint: settings.workspace.endpoint },
      door: settings.door,
      fetchLink: createFetchLink(settings.links),
    }),
    authorization({
      ...{ clock, store, tenantId },
      groupsOf: (objectId) => groupsOf(db, objectId),
      keepAnOwner: (assignee) => requireAnOwner({ db, store, clock }, { assignee }),
    }),
    insights({ db, clock, tenantId, unwritten: settings.unwritten }),
    policyInsights(clock),
    costManagement({ db, clock, rates: fleet.rates }),
    machineLearning({
      ...{ fleet, workspace, scripts, keys: sealer, schedules: { clock, most: maxSchedules } },
      networks: { requireSubnet: (subnetId) => requireSubnet(store, subnetId) },
      clusters: { store, sealer },
    }),
    batchAi({
      ...{ fleet, store, sealer, clock, removeShare: workspace.removeShare },
      openShare: (key) => scripts.openShare(key),
      askNode: (machineKey, asked) => scripts.askNode(machineKey, asked),
    }),
    files({ folders: settings.folders, groupsOf: (objectId) => groupsOf(db, objectId) }),
    ...storedTypes(settings),
    identity({ db, store, clock, audit, tenantId, sealer, browserEndpoint, ...keys }),
  ]
  return offered.map((provider) => ({
    ...provider,
    endpoints: [...provider.endpoints, registerProvider(provider.namespace)],
  }))
}

/** What templates and clients carry along. */
function storedTypes({ tenantId, domain, sealer: keys }: ProviderSettings): Provider[] {
  return [
    storage({ tenantId, domain, keys }),
    keyVault({ tenantId, domain }),
    containerRegistry({ tenantId, domain, keys }),
    operationalInsights({ tenantId, keys }),
    network({ tenantId, domain }),
    managedIdentity({ tenantId }),
  ]
}
