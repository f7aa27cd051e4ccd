import type { KeySource } from '../../arm/derived-keys.ts'
import type { Provider } from '../../arm/registry.ts'
import type { FleetSettings } from '../../fleet/fleet.ts'
import { checkComputeName } from './check-name.ts'
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
}): Provider {
  return {
    namespace: 'Microsoft.MachineLearningServices',
    types: [
      workspaces(settings.workspace, settings.keys),
      computes(settings.fleet, settings.schedules, { ...settings.scripts, ...settings.networks }),
    ],
    endpoints: [checkComputeName, ...locationEndpoints(settings.fleet)],
  }
}
