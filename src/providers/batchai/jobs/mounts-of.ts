import type { NodeTemplate } from '../../../fleet/fleet.ts'
import { jobFileServerMount } from '../file-servers/file-server-share.ts'
import type { BatchJob } from './batch-job.ts'

type Mount = NodeTemplate['mounts'][number]

/** File servers that its nodes mount for it alone. Jobs of before that could be look into what their cluster mounts. */
export function mountsOf({ volumes, shares }: BatchJob): Mount[] {
  const mounts = volumes.map(({ id, mountOptions }) => jobFileServerMount(id, mountOptions))
  const isUsed = ({ path }: Mount) =>
    shares.some(({ nodePath }) => nodePath === path || nodePath?.startsWith(`${path}/`) === true)
  return [...new Map(mounts.filter(isUsed).map((mount) => [mount.path, mount])).values()]
}
