import type { Column } from '../output/listing.ts'
import { appUrl, type ComputeDocument } from './compute-document.ts'

/** What tables say of an instance. `owners`: names by object id. */
export function computeColumns(owners: ReadonlyMap<string, string>): Column<ComputeDocument>[] {
  return [
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'STATE', cell: stateText },
    { title: 'SIZE', cell: ({ properties }) => properties.properties.vmSize },
    { title: 'OWNER', cell: (compute) => owners.get(ownerId(compute)) ?? ownerId(compute) },
    { title: 'URL', cell: (compute) => appUrl(compute, 'lab') },
    { title: 'CREATED', cell: ({ properties }) => properties.createdOn.slice(0, 16).replace('T', ' ') },
  ]
}

/** Who alone may open its apps. */
export function ownerId({ properties }: ComputeDocument): string {
  const { personalComputeInstanceSettings, createdBy } = properties.properties
  return personalComputeInstanceSettings?.assignedUser.objectId ?? createdBy.userId
}

function stateText({ properties }: ComputeDocument): string {
  const { state } = properties.properties
  return properties.provisioningState === 'Failed' ? `${state} (failed)` : state
}
