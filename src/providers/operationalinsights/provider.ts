import type { Provider } from '../../arm/registry.ts'
import { type LogSettings, logWorkspaces } from './log-workspaces.ts'

export function operationalInsights(settings: LogSettings): Provider {
  return { namespace: 'Microsoft.OperationalInsights', types: [logWorkspaces(settings)], endpoints: [] }
}
