import { makeBatchWorkspace } from '../../support/batch-steps.ts'
import type { TestServer } from '../../support/harness.ts'

/** Names for the cases in `batchai-cases.ts`: what is everybody's, and what is one's own to delete. */
export async function makeBatchAi(server: TestServer, of: string): Promise<Record<string, string>> {
  const workspace = 'batch'
  const victim = `batch-of-${of}`
  await makeBatchWorkspace(server, 'lab', workspace)
  await makeBatchWorkspace(server, 'lab', victim)
  return { batchWorkspace: workspace, victimBatchWorkspace: victim }
}
