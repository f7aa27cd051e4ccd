// A folder of the host that all instances of a workspace see, at `~/cloudfiles/data/<name>`. The host's folders are the
// host's own: who publishes one needs the right at the root, whatever he may do in the workspace.

import { type ArmDesired, type Rendered, resourceType, type View } from '../../arm/resource-type.ts'
import { type Datastore, type DatastoreSeen, datastoreType } from '../../fleet/datastores.ts'
import { readDatastore } from './datastore-body.ts'
import type { DatastoreSettings } from './datastore-settings.ts'
import { reconcileDatastore } from './reconcile-datastore.ts'
import { refuseDatastore } from './refuse-datastore.ts'
import { requirePlace } from './require-place.ts'

const minutes = 60_000

export function datastores(settings: DatastoreSettings) {
  return resourceType<ArmDesired & Datastore, DatastoreSeen>({
    type: datastoreType,
    apiVersions: ['2026-11-01'],
    home: 'resource',
    isTracked: false,
    verbs: ['get', 'list', 'put', 'delete'],
    deadlinesMs: { create: 2 * minutes, update: 2 * minutes, delete: 5 * minutes },
    refuseChange: (change) => refuseDatastore(change, settings),

    parse({ id, name, body }) {
      requirePlace(id, name)
      return readDatastore(body)
    },

    render: renderDatastore,
    reconcile: (record, context) => reconcileDatastore(record, context, settings.folders),
  })
}

function renderDatastore({ record }: View<Datastore, DatastoreSeen>): Rendered {
  const { desired, observed, name } = record
  const fault = observed?.fault
  return {
    properties: {
      ...desired,
      mountPath: `~/cloudfiles/data/${name}`,
      state: stateOf(observed),
      instances: { mounted: observed?.mounted ?? 0, running: observed?.running ?? 0 },
      fault: fault ?? null,
    },
  }
}

function stateOf(seen: DatastoreSeen | undefined): 'Pending' | 'Available' | 'Fault' {
  if (seen === undefined) return 'Pending'
  return seen.fault === undefined ? 'Available' : 'Fault'
}
