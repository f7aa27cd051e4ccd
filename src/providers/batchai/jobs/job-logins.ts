import type { AnswerAction } from '../../../arm/resource-type.ts'
import { type NodeRecord, nodeType } from '../../../fleet/fleet.ts'
import { isOver, type JobObserved } from '../../../fleet/jobs/job.ts'
import type { BatchJob } from './batch-job.ts'

/** Where the nodes are reached by SSH that a job runs on: none before and after. */
export const jobRemoteLogins: AnswerAction<BatchJob, JobObserved> = {
  kind: 'answer',
  async answer({ record: { desired, observed } }, { store }) {
    if (observed === undefined || observed.state === 'queued' || isOver(observed)) return { value: [] }
    const nodes = (await store.list({ type: nodeType, parentKey: desired.clusterId.toLowerCase() })) as NodeRecord[]
    const value = observed.nodes.flatMap((name) => {
      const ssh = nodes.find((node) => node.name === name)?.desired.template.ssh
      return ssh ? [{ nodeId: name, ipAddress: ssh.host, port: ssh.port }] : []
    })
    return { value }
  },
}
