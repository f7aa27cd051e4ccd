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
import type { EntryFacts } from '../../../share/entry-facts.ts'
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
  $skiptoken: z
    .string()
    .regex(/^[\w-]{1,400}$/, 'is not one this list gave out')
    .transform((token) => Buffer.from(token, 'base64url').toString('utf8'))
    .optional(),
})

export function listOutputFiles({ clock, sealer, openShare }: OutputServices): AnswerAction<BatchJob, JobObserved> {
  return {
    kind: 'answer',
    async answer({ record, apiVersion }, { query, caller }) {
      const asked = readQuery(query)
      const { share, path } = placeOf(record.name, record.desired, asked)
      const until = clock.now() + asked.linkexpiryinminutes * 60_000
      await using folder = await openShare(share)
      const found = folder === undefined ? nothing : await filesIn(folder, path, asked)
      const value = found.files.map(({ name, kind, size, modifiedMs }) => ({
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
      if (found.last === undefined) return { value }
      const next = nextQuery(asked, found.last, apiVersion)
      return { value, nextLink: `${caller.baseUrl}${record.id}/listOutputFiles?${next}` }
    },
  }
}

type Asked = z.infer<typeof querySchema>

/** Names of parameters count in no case; `$top` is how the door calls `maxresults`. */
function readQuery(query: URLSearchParams): Asked {
  const given = [...query].map(([name, value]) => [name === '$top' ? 'maxresults' : name.toLowerCase(), value])
  const read = querySchema.safeParse(Object.fromEntries(given))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const name = String(issue?.path[0] ?? 'query')
  throw new ArmError(400, 'InvalidQueryParameter', `The parameter ${name} ${issue?.message}.`, { target: name })
}

function nextQuery({ $skiptoken: _, ...asked }: Asked, last: string, apiVersion: string): string {
  const query = Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)])
  const token = Buffer.from(last).toString('base64url')
  return new URLSearchParams([...query, ['$skiptoken', token], ['api-version', apiVersion]]).toString()
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

interface Found {
  readonly files: readonly (EntryFacts & { readonly name: string })[]
  /** The name after which there are more; undefined: there are none. */
  readonly last: string | undefined
}

const nothing: Found = { files: [], last: undefined }

/** Nothing, while the job has yet to make the directory. */
async function filesIn(folder: ConfinedFolder, path: readonly string[], asked: Asked): Promise<Found> {
  try {
    const { entries, hasMore } = await folder.page(path, { after: asked.$skiptoken, limit: asked.maxresults })
    const found = await Promise.all(entries.filter(isShown).map(({ name }) => factsOf(folder, [...path, name])))
    const files = found.filter((file) => file !== undefined).filter(isShown)
    return { files, last: hasMore ? entries.at(-1)?.name : undefined }
  } catch (error) {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return nothing
    if (error instanceof ConfinedPathError)
      throw new ArmError(400, 'InvalidDirectory', `The directory cannot be listed: ${error.message}`, { cause: error })
    throw error
  }
}

/** What is neither is not read. */
function isShown({ kind }: Pick<EntryFacts, 'kind'>): boolean {
  return kind === 'file' || kind === 'folder'
}

/** Undefined for what its job has deleted meanwhile. */
async function factsOf(folder: ConfinedFolder, path: readonly string[]) {
  try {
    return { name: path.at(-1) ?? '', ...(await folder.stat(path)) }
  } catch (error) {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return undefined
    throw error
  }
}

function namesIn(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}
