// BA-38: the files of a job in one of its output directories, with links by which each is read for a while. They lie on a
// file server, and are there while the job runs and after its nodes have gone.

import { z } from 'zod'
import type { AnswerAction } from '../../../arm/resource-type.ts'
import { whole } from '../../../arm/scalars.ts'
import type { Clock } from '../../../base/clock.ts'
import { ArmError } from '../../../base/errors.ts'
import type { JobObserved } from '../../../fleet/jobs/job.ts'
import type { Sealer } from '../../../identity/seal.ts'
import type { ConfinedFolder } from '../../../share/confined-folder.ts'
import { ConfinedPathError } from '../../../share/confined-path-error.ts'
import type { BatchJob } from './batch-job.ts'
import { fileLink } from './file-link.ts'
import { outputFolder } from './job-paths.ts'

export interface OutputServices {
  readonly clock: Clock
  readonly sealer: Sealer
  /** A share's files; undefined: it has had none yet. The caller disposes. */
  openShare(key: string): Promise<ConfinedFolder | undefined>
}

const querySchema = z.object({
  outputdirectoryid: z.string('is required').min(1).max(64),
  directory: z.string().max(1000).default('.'),
  linkexpiryinminutes: whole(5, 600).default(60),
  maxresults: whole(1, 1000).default(1000),
})

export function listOutputFiles({ clock, sealer, openShare }: OutputServices): AnswerAction<BatchJob, JobObserved> {
  return {
    kind: 'answer',
    async answer({ record }, { query, caller }) {
      const asked = readQuery(query)
      const { share, path } = placeOf(record.name, record.desired, asked)
      const until = clock.now() + asked.linkexpiryinminutes * 60_000
      await using folder = await openShare(share)
      const found = folder === undefined ? [] : await entriesIn(folder, path, asked.maxresults)
      const value = found.map(({ name, kind, size, modifiedMs }) => ({
        name,
        fileType: kind === 'folder' ? 'directory' : 'file',
        ...(kind === 'file'
          ? { downloadUrl: fileLink({ share, path: [...path, name], until }, { endpoint: caller.baseUrl, sealer }) }
          : {}),
        properties: {
          lastModified: new Date(modifiedMs).toISOString(),
          ...(kind === 'file' ? { contentLength: size } : {}),
        },
      }))
      return { value }
    },
  }
}

type Asked = z.infer<typeof querySchema>

/** Names of parameters count in no case. */
function readQuery(query: URLSearchParams): Asked {
  const given = Object.fromEntries([...query].map(([name, value]) => [name.toLowerCase(), value]))
  const read = querySchema.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const name = String(issue?.path[0] ?? 'query')
  throw new ArmError(400, 'InvalidQueryParameter', `The parameter ${name} ${issue?.message}.`, { target: name })
}

function placeOf(jobName: string, job: BatchJob, asked: Asked) {
  const folder = outputFolder(jobName, job, asked.outputdirectoryid)
  if (folder === undefined)
    throw new ArmError(
      404,
      'OutputDirectoryNotFound',
      `The job has no output directory '${asked.outputdirectoryid}'. It has: ${['stdouterr', ...job.outputs.map(({ id }) => id)].join(', ')}.`,
      { target: 'outputdirectoryid' },
    )
  const share = job.shares.find(({ path }) => folder === path || folder.startsWith(`${path}/`))
  if (share === undefined)
    throw new ArmError(
      409,
      'OutputNotOnFileServer',
      `The output directory is at ${folder}, on the node's own disk, and only nodes read that. Put the next job's on a file server that its cluster mounts.`,
      { target: 'outputdirectoryid' },
    )
  const below = asked.directory.split('/').filter((name) => name !== '' && name !== '.')
  return { share: share.share, path: [...share.folder, ...namesIn(folder.slice(share.path.length)), ...below] }
}

/** None, while the job has yet to make the directory. What is neither file nor folder is left out: it is not read. */
async function entriesIn(folder: ConfinedFolder, path: readonly string[], limit: number) {
  try {
    const { entries } = await folder.list(path, { limit })
    const shown = entries.filter(({ kind }) => kind === 'file' || kind === 'folder')
    return await Promise.all(shown.map(async ({ name }) => ({ name, ...(await folder.stat([...path, name])) })))
  } catch (error) {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return []
    if (error instanceof ConfinedPathError)
      throw new ArmError(400, 'InvalidDirectory', `The directory cannot be listed: ${error.message}`, { cause: error })
    throw error
  }
}

function namesIn(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}
