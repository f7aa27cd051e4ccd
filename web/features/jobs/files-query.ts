// The files of a job in one of its output directories, each with a link that is good for a while.

import { queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../api/api-error.ts'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'
import type { Job } from './job.ts'
import { isOver } from './job-state.ts'

export interface JobFile {
  readonly name: string
  readonly isFolder: boolean
  /** Bytes, of a file. */
  readonly size: number
  readonly modifiedAt: string
  /** On this page's own server; undefined: it is a folder. */
  readonly href: string | undefined
}

interface WireFile {
  readonly name: string
  readonly fileType: 'file' | 'directory'
  readonly downloadUrl?: string
  readonly properties: { readonly lastModified: string; readonly contentLength?: number }
}

export const stdOutErr = 'stdouterr'
const whileLiveMs = 1_000
/** Of one that is over: before links are too old to be of use. */
const quietMs = 20 * 60_000

/** The job writes where only its nodes read: no fault, and nothing to try again. */
export function isNotKept(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'OutputNotOnFileServer'
}

/** `path`: below the directory; `.` is the directory. Looked at once more when the job is over. */
export function jobFilesQuery(
  client: ArmClient,
  job: Job,
  of: { readonly directory: string; readonly path: string; readonly everyMs?: number },
) {
  const { directory, path, everyMs = whileLiveMs } = of
  return queryOptions({
    queryKey: ['job-files', job.id, directory, path, isOver(job)],
    queryFn: async (): Promise<readonly JobFile[]> => {
      const address = arm.jobFiles(job.key, { directory, path })
      return (await client.list<WireFile>(address, apiVersions.batchAi, 'POST')).map(readFile)
    },
    refetchInterval: ({ state: { error } }) => (isNotKept(error) ? false : isOver(job) ? quietMs : everyMs),
  })
}

/** Links are minted under the name the request used; only the path is followed. */
function readFile({ name, fileType, downloadUrl, properties }: WireFile): JobFile {
  const link = downloadUrl === undefined ? undefined : new URL(downloadUrl, location.origin)
  return {
    name,
    isFolder: fileType === 'directory',
    size: properties.contentLength ?? 0,
    modifiedAt: properties.lastModified,
    href: link && link.pathname + link.search,
  }
}
