import { batchCall, clusterBody, fileServerBody, makeBatchWorkspace } from '../../support/batch-steps.ts'
import type { TestServer } from '../../support/harness.ts'

/** Names for the cases in `batchai-cases.ts`: what is everybody's, and what is one's own to make and to delete. */
export async function makeBatchAi(server: TestServer, of: string): Promise<Record<string, string>> {
  const { clusterId, fileServerId } = await makeBatchWorkspace(server, 'lab', 'batch')
  const victim = `batch-of-${of}`
  await makeBatchWorkspace(server, 'lab', victim)
  const noNodes = { manual: { targetNodeCount: 0 } }
  for (const name of [`kept-${of}`, `freed-${of}`]) {
    await batchCall(server, 'PUT', clusterId(name), clusterBody({ scaleSettings: noNodes }))
    await batchCall(server, 'PUT', fileServerId(name), fileServerBody())
  }
  return {
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
