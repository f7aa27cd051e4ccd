// The files of a folder on a file server, in pages, with links by which each is read for a while: how the output of jobs and
// of set-up tasks is listed from outside.

import { z } from 'zod'
import { whole } from '../../arm/scalars.ts'
import type { Clock } from '../../base/clock.ts'
import { ArmError } from '../../base/errors.ts'
import type { Sealer } from '../../identity/seal.ts'
import type { ConfinedFolder } from '../../share/confined-folder.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'
import type { EntryFacts } from '../../share/entry-facts.ts'
import { fileLink } from './jobs/file-link.ts'

export interface OutputServices {
  readonly clock: Clock
  readonly sealer: Sealer
  /** A share's files; undefined: it has had none yet. The caller disposes. */
  openShare(key: string): Promise<ConfinedFolder | undefined>
}

export interface OutputPlace {
  readonly share: string
  /** Names from the root of the share. */
  readonly path: readonly string[]
}

/** What all such lists may be asked for. */
export const listing = {
  directory: z.string().max(1000).default('.'),
  linkexpiryinminutes: whole(5, 600).default(60),
  maxresults: whole(1, 1000).default(1000),
  $skiptoken: z
    .string()
    .regex(/^[\w-]{1,400}$/, 'is not one this list gave out')
    .transform((token) => Buffer.from(token, 'base64url').toString('utf8'))
    .optional(),
}

export const plainListing = z.object(listing)
export type Listing = z.infer<typeof plainListing>

/** Names of parameters count in no case; `$top` is how the door calls `maxresults`. Throws ArmError 400. */
export function readListing<T>(schema: z.ZodType<T>, query: URLSearchParams): T {
  const given = [...query].map(([name, value]) => [name === '$top' ? 'maxresults' : name.toLowerCase(), value])
  const read = schema.safeParse(Object.fromEntries(given))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const name = String(issue?.path[0] ?? 'query')
  throw new ArmError(400, 'InvalidQueryParameter', `The parameter ${name} ${issue?.message}.`, { target: name })
}

export interface ListAddress {
  /** Where the caller reached the API. */
  readonly endpoint: string
  /** The path of the list itself. */
  readonly path: string
  readonly apiVersion: string
}

/** `at`: the folder that `asked.directory` is below. */
export async function linkedFiles(
  at: OutputPlace,
  asked: Listing,
  { clock, sealer, openShare, address }: OutputServices & { readonly address: ListAddress },
) {
  const { share } = at
  const { endpoint } = address
  const path = [...at.path, ...asked.directory.split('/').filter((name) => name !== '' && name !== '.')]
  const until = clock.now() + asked.linkexpiryinminutes * 60_000
  await using folder = await openShare(share)
  const found = folder === undefined ? nothing : await filesIn(folder, path, asked)
  const value = found.files.map(({ name, kind, size, modifiedMs }) => ({
    name,
    fileType: kind === 'folder' ? 'directory' : 'file',
    ...(kind === 'file'
      ? { downloadUrl: fileLink({ share, path: [...path, name], until }, { endpoint, sealer }) }
      : {}),
    properties: {
      lastModified: new Date(modifiedMs).toISOString(),
      ...(kind === 'file' ? { contentLength: size } : {}),
    },
  }))
  if (found.last === undefined) return { value }
  return { value, nextLink: `${endpoint}${address.path}?${nextQuery(asked, found.last, address.apiVersion)}` }
}

function nextQuery({ $skiptoken: _, ...asked }: Listing, last: string, apiVersion: string): string {
  const query = Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)])
  const token = Buffer.from(last).toString('base64url')
  return new URLSearchParams([...query, ['$skiptoken', token], ['api-version', apiVersion]]).toString()
}

interface Found {
  readonly files: readonly (EntryFacts & { readonly name: string })[]
  /** The name after which there are more; undefined: there are none. */
  readonly last: string | undefined
}

const nothing: Found = { files: [], last: undefined }

/** Nothing, while the directory has yet to be made. */
async function filesIn(folder: ConfinedFolder, path: readonly string[], asked: Listing): Promise<Found> {
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

/** Undefined for what was deleted meanwhile. */
async function factsOf(folder: ConfinedFolder, path: readonly string[]) {
  try {
    return { name: path.at(-1) ?? '', ...(await folder.stat(path)) }
  } catch (error) {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return undefined
    throw error
  }
}
