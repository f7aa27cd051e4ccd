import type { Column } from '../output/listing.ts'
import type { ClusterDocument, NodeDocument } from './cluster-document.ts'

const counted = (state: 'idle' | 'running' | 'preparing' | 'unusable' | 'leaving'): Column<ClusterDocument> => ({
  title: state.toUpperCase(),
  cell: ({ properties }) => String(properties.nodeStateCounts[`${state}NodeCount`]),
})

export const clusterColumns: Column<ClusterDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'SIZE', cell: ({ properties }) => properties.vmSize },
  { title: 'PRIORITY', cell: ({ properties }) => properties.vmPriority },
  { title: 'STATE', cell: ({ properties }) => properties.allocationState },
  { title: 'NODES', cell: ({ properties }) => scaleText(properties.scaleSettings) },
  counted('idle'),
  counted('running'),
  counted('preparing'),
  counted('unusable'),
  counted('leaving'),
]

export const clusterDetails: Column<ClusterDocument>[] = [
  { title: 'USER', cell: ({ properties }) => properties.userAccountSettings.adminUserName },
  { title: 'ERRORS', cell: ({ properties }) => properties.errors.map(({ message }) => message).join(' ') || undefined },
]

export const nodeColumns: Column<NodeDocument>[] = [
  { title: 'NODE', cell: ({ nodeId }) => nodeId },
  { title: 'ADDRESS', cell: ({ ipAddress }) => ipAddress },
  { title: 'PORT', cell: ({ port }) => String(port) },
]

function scaleText({ manual, autoScale }: ClusterDocument['properties']['scaleSettings']): string {
  if (autoScale) return `${autoScale.minimumNodeCount} to ${autoScale.maximumNodeCount}`
  return String(manual?.targetNodeCount ?? 0)
}
