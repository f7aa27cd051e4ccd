// What a program using the npm clients says of instances beyond creating them.

import type { ComputeResource, ScaleSettingsInformation } from '@azure/arm-machinelearning'
import type { Place } from './calls.ts'
import type { Clients } from './open-clients.ts'

export const instanceCalls = {
  /** This client only reads schedules; a policy of the program's own says them. */
  async createScheduled(
    { machineLearning }: Clients,
    { group, workspace }: Place,
    { name, body, schedules }: { name: string; body: ComputeResource; schedules: readonly object[] },
  ) {
    const policy = {
      name: 'schedules',
      sendRequest(request: { method: string; body?: unknown }, next: (request: never) => Promise<never>) {
        if (request.method === 'PUT') {
          const sent = JSON.parse(String(request.body))
          sent.properties.properties.schedules = { computeStartStop: schedules }
          request.body = JSON.stringify(sent)
        }
        return next(request as never)
      },
    }
    machineLearning.pipeline.addPolicy(policy)
    try {
      return await machineLearning.computeOperations.beginCreateOrUpdateAndWait(group, workspace, name, body)
    } finally {
      machineLearning.pipeline.removePolicy(policy)
    }
  },
  detachCompute: ({ machineLearning }: Clients, { group, workspace }: Place, name: string) =>
    machineLearning.computeOperations.beginDeleteAndWait(group, workspace, name, 'Detach'),
  scaleCompute: (
    { machineLearning }: Clients,
    { group, workspace }: Place,
    name: string,
    properties: ScaleSettingsInformation,
  ) => machineLearning.computeOperations.beginUpdateAndWait(group, workspace, name, { properties }),
  listNodes: ({ machineLearning }: Clients, { group, workspace }: Place, name: string) =>
    Array.fromAsync(machineLearning.computeOperations.listNodes(group, workspace, name)),
  listKeys: ({ machineLearning }: Clients, { group, workspace }: Place, name: string) =>
    machineLearning.computeOperations.listKeys(group, workspace, name),
}
