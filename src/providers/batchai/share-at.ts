// Where a folder of nodes lies on the file server that is mounted there. Pure.

import type { JobShare } from './jobs/batch-job.ts'
import type { OutputPlace } from './linked-files.ts'

/** `folder`: absolute, in nodes. Undefined: it is on their own disks. */
export function shareAt(
  folder: string,
  shares: readonly Pick<JobShare, 'path' | 'share' | 'folder'>[],
): OutputPlace | undefined {
  const found = shares.find(({ path }) => folder === path || folder.startsWith(`${path}/`))
  return found && { share: found.share, path: [...found.folder, ...namesIn(folder.slice(found.path.length))] }
}

function namesIn(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}
