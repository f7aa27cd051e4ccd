import { eventsCommand } from '../frame/events-command.ts'
import { clusterVersion } from './cluster-document.ts'
import { clusterId, clusterNames } from './clusters.ts'

export const clusterEvents = eventsCommand({
  summary: 'Show what became of a cluster: operations, nodes that were taken, cores that are missing',
  completes: { name: clusterNames },
  examples: ['carrel cluster events train', 'carrel cluster events train --follow'],
  pathOf: (invocation, session) =>
    `${clusterId(invocation, session, invocation.argument('name'))}/events?${clusterVersion}`,
})
