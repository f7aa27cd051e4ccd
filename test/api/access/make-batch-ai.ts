import { batchCall, clusterBody, fileServerBody, makeBatchWorkspace } from '../../support/batch-steps.ts'
import type { TestServer } from '../../support/harness.ts'
import { jobBody } from '../../support/job-steps.ts'

/** Names for the cases in `batchai-cases.ts`: what is everybody's, and what is one's own to make and to delete. */
export async function makeBatchAi(server: TestServer, of: string): Promise<Record<string, string>> {
  const { clusterId, fileServerId, workspaceId } = await makeBatchWorkspace(server, 'lab', 'batch')
  const victim = `batch-of-${of}`
  await makeBatchWorkspace(server, 'lab', victim)
  const noNodes = { manual: { targetNodeCount: 0 } }
  for (const name of [`kept-${of}`, `freed-${of}`]) {
    await batchCall(server, 'PUT', clusterId(name), clusterBody({ scaleSettings: noNodes }))
    await batchCall(server, 'PUT', fileServerId(name), fileServerBody())
  }
  const experimentId = (name: string) => `${workspaceId}/experiments/${name}`
  const fileServers = [{ fileServer: { id: fileServerId(`kept-${of}`) }, relativeMountPath: 'nfs' }]
  const idle = `idle-${of}`
  const body = clusterBody({ scaleSettings: noNodes, nodeSetup: { mountVolumes: { fileServers } } })
  await batchCall(server, 'PUT', clusterId(idle), body)
  for (const name of [`kept-${of}`, `freed-${of}`]) {
    await batchCall(server, 'PUT', experimentId(name))
    await batchCall(server, 'PUT', `${experimentId(`kept-${of}`)}/jobs/${name}`, jobBody(clusterId(idle)))
  }
  return {
    experiment: `kept-${of}`,
    newExperiment: `by-${of}`,
    victimExperiment: `freed-${of}`,
    job: `kept-${of}`,
    newJob: `by-${of}`,
    victimJob: `freed-${of}`,
    batchWorkspace: 'batch',
    victimBatchWorkspace: victim,
    cluster: `kept-${of}`,
    newCluster: `by-${of}`,
    victimCluster: `freed-${of}`,
    fileServer: `kept-${of}`,
    newFileServer: `by-${of}`,
    victimFileServer: `freed-${of}`,
  }
}
