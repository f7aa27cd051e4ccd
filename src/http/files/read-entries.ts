// What a folder holds, a page at a time, and what one entry is.

import { ArmError } from '../../base/errors.ts'
import type { ConfinedFolder, ConfinedPath } from '../../share/confined-folder.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'
import { pathIn } from './asked-path.ts'
import { entryDocument } from './entry-document.ts'
import type { FileCall } from './file-call.ts'

const pageSize = { usual: 1000, most: 5000 } as const
/** Names that are read of one folder, so that no folder can take all memory. */
const mostEntries = 100_000
const atATime = 32

/** Sorted by name. The next page begins after a name, so what comes and goes meanwhile moves nothing else. */
export async function listEntries({ reply, query, share, address }: FileCall) {
  const path = pathIn(query)
  const { entries, isTruncated, unnameable } = await share.list(path, { limit: mostEntries })
  const after = query.get('$skiptoken')
  const left = after === null ? entries : entries.filter(({ name }) => name > after)
  const top = pageLength(query.get('$top'))
  const page = left.slice(0, top)
  const value = []
  for (let from = 0; from < page.length; from += atATime) {
    const some = page.slice(from, from + atATime)
    value.push(...(await Promise.all(some.map(({ name }) => documentOf(share, [...path, name])))))
  }
  const last = page.at(-1)
  const hasMore = left.length > page.length && last !== undefined
  return reply.send({
    value: value.filter((each) => each !== undefined),
    ...(hasMore ? { nextLink: nextLink(address, query, last.name) } : {}),
    ...(isTruncated ? { isTruncated } : {}),
    ...(unnameable > 0 ? { unnameable } : {}),
  })
}

export async function readEntry({ reply, query, share }: FileCall) {
  const path = pathIn(query)
  return reply.send(entryDocument(path, await share.stat(path)))
}

/** Undefined for one that went meanwhile. */
async function documentOf(share: ConfinedFolder, path: ConfinedPath) {
  try {
    return entryDocument(path, await share.stat(path))
  } catch (error) {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return undefined
    throw error
  }
}

function pageLength(text: string | null): number {
  if (text === null) return pageSize.usual
  const top = Number(text)
  if (Number.isInteger(top) && top >= 1 && top <= pageSize.most) return top
  throw new ArmError(400, 'InvalidQueryParameter', `'$top' is a number from 1 to ${pageSize.most}.`, { target: '$top' })
}

function nextLink(address: string, query: URLSearchParams, after: string): string {
  const next = new URLSearchParams(query)
  next.set('$skiptoken', after)
  return `${address}?${next.toString()}`
}
