import type { KeySource } from '../../arm/derived-keys.ts'
import { operationList } from '../../arm/operation-list.ts'
import type { Provider } from '../../arm/registry.ts'
import type { FleetSettings } from '../../fleet/fleet.ts'
import type { Sealer } from '../../identity/seal.ts'
import type { Store } from '../../store/store.ts'
import { checkComputeName } from './check-name.ts'
import { amlCompute } from './computes/amlcompute/aml-compute.ts'
import { computeKinds } from './computes/compute-kinds.ts'
import { computes } from './computes/computes.ts'
import type { ScheduleSettings } from './computes/schedules/schedule-settings.ts'
import type { ScriptServices } from './computes/scripts/script-services.ts'
import type { NetworkServices } from './computes/subnet.ts'
import { locationEndpoints } from './location-endpoints.ts'
import { type WorkspaceSettings, workspaces } from './workspaces.ts'

/** The namespace's table of contents. */
export function machineLearning(settings: {
  readonly fleet: FleetSettings
  readonly schedules: ScheduleSettings
  readonly scripts: ScriptServices
  readonly workspace: WorkspaceSettings
  readonly keys: KeySource
  readonly networks: NetworkServices
  readonly clusters: { readonly store: Store; readonly sealer: Sealer }
}): Provider {
  return {
    namespace: 'Microsoft.MachineLearningServices',
    types: [
      workspaces(settings.workspace, settings.keys),
      computeKinds(
        computes(settings.fleet, settings.schedules, { ...settings.scripts, ...settings.networks }),
        amlCompute(settings.fleet, { ...settings.networks, ...settings.clusters }),
      ),
    ],
    endpoints: [
      checkComputeName,
      ...locationEndpoints(settings.fleet),
      operationList('Microsoft.MachineLearningServices', ['2020-03-01', '2022-10-01', '2024-10-01']),
    ],
  }
}
