import type { Provider } from '../../arm/registry.ts'
import type { DatastoreSettings } from './datastore-settings.ts'
import { datastores } from './datastores.ts'

/** The files themselves have a door of their own beside ARM (`src/http/files`). */
export function files(settings: DatastoreSettings): Provider {
  return { namespace: 'Carrel.Files', types: [datastores(settings)], endpoints: [] }
}
