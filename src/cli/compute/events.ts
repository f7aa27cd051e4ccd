import { eventsCommand } from '../frame/events-command.ts'
import { computeVersion } from './compute-document.ts'
import { computeId, computeNames } from './read-compute.ts'

export const computeEvents = eventsCommand({
  summary: 'Show what became of an instance: operations, phases, causes',
  completes: { name: computeNames },
  examples: [
    'carrel compute events desk',
    'carrel compute events desk --follow',
    'carrel compute events desk --query "[?status==\'Failed\'].cause.message" -o tsv',
  ],
  pathOf: (invocation, session) => `${computeId(session, invocation.argument('name'))}/events?${computeVersion}`,
})
