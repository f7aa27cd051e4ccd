// BA-38: the files of a job in one of its output directories, with links by which each is read for a while. They lie on a
// file server, and are there while the job runs and after its nodes have gone.

import { z } from 'zod'
import type { AnswerAction } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import type { JobObserved } from '../../../fleet/jobs/job.ts'
import { linkedFiles, listing, type OutputPlace, type OutputServices, readListing } from '../linked-files.ts'
import { shareAt } from '../share-at.ts'
import type { BatchJob } from './batch-job.ts'
import { outputFolder } from './job-paths.ts'

const querySchema = z.object({ outputdirectoryid: z.string('is required').min(1).max(64), ...listing })

export function listOutputFiles(services: OutputServices): AnswerAction<BatchJob, JobObserved> {
  return {
    kind: 'answer',
    async answer({ record, apiVersion }, { query, caller }) {
      const asked = readListing(querySchema, query)
      const place = placeOf(record.name, record.desired, asked.outputdirectoryid)
      const address = { endpoint: caller.baseUrl, path: `${record.id}/listOutputFiles`, apiVersion }
      return linkedFiles(place, asked, { ...services, address })
    },
  }
}

function placeOf(jobName: string, job: BatchJob, directoryId: string): OutputPlace {
  const folder = outputFolder(jobName, job, directoryId)
  if (folder === undefined)
    throw new ArmError(
      404,
      'OutputDirectoryNotFound',
      `The job has no output directory '${directoryId}'. It has: ${['stdouterr', ...job.outputs.map(({ id }) => id)].join(', ')}.`,
      { target: 'outputdirectoryid' },
    )
  const place = shareAt(folder, job.shares)
  if (place !== undefined) return place
  throw new ArmError(
    409,
    'OutputNotOnFileServer',
    `The output directory is at ${folder}, on the node's own disk, and only nodes read that. Put the next job's on a file server that its cluster mounts.`,
    { target: 'outputdirectoryid' },
  )
}
