import type { ReconcileContext } from '../../../control/reconcile.ts'
import type { NodeTemplate } from '../../../fleet/fleet.ts'
import { jobFileServerMount } from '../file-servers/file-server-share.ts'
import { type BatchJob, type BatchJobRecord, jobType } from './batch-job.ts'

type Mount = NodeTemplate['mounts'][number]

/** File servers that its nodes mount for it alone. Jobs of before that could be look into what their cluster mounts. */
export function mountsOf({ volumes, shares }: BatchJob): Mount[] {
  const mounts = volumes.map(({ id, mountOptions }) => jobFileServerMount(id, mountOptions))
  const isUsed = ({ path }: Mount) =>
    shares.some(({ nodePath }) => nodePath === path || nodePath?.startsWith(`${path}/`) === true)
  return [...new Map(mounts.filter(isUsed).map((mount) => [mount.path, mount])).values()]
}

/** The same of several jobs, by their keys. */
export async function mountsOfJobs(
  keys: readonly string[],
  context: Pick<ReconcileContext, 'get'>,
): Promise<ReadonlyMap<string, readonly Mount[]>> {
  const jobs = (await Promise.all(keys.map((key) => context.get(key)))) as (BatchJobRecord | undefined)[]
  const mounts = jobs.flatMap((job) => (job?.type === jobType ? [[job.key, mountsOf(job.desired)] as const] : []))
  return new Map(mounts.filter(([, each]) => each.length > 0))
}
