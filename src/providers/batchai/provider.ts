import type { Provider } from '../../arm/registry.ts'
import type { FleetSettings } from '../../fleet/fleet.ts'
import { usages } from './usages.ts'
import { workspaces } from './workspaces.ts'

/** The namespace's table of contents. */
export function batchAi(settings: { readonly fleet: FleetSettings }): Provider {
  return {
    namespace: 'Microsoft.BatchAI',
    types: [workspaces],
    endpoints: [usages(settings.fleet)],
  }
}
