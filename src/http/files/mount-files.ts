// The files of a workspace's share, below the workspace's own address: `…/providers/Carrel.Files/…`. Beside ARM, not in it:
// bodies are bytes of any length that stream through. Who asks, and whether he may, is known before a byte is read.

import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { type AccessSource, accessOf } from '../../access/authorize.ts'
import { resolveApiVersion } from '../../arm/api-version.ts'
import { notFound } from '../../arm/not-found.ts'
import { keyOf, parseAddress, pathSegments } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import type { FileShares } from '../../share/file-shares.ts'
import type { Actor } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { identifyRequest } from '../request-context.ts'
import { readQuery } from './asked-path.ts'
import { deleteEntry, makeFolder, moveEntry } from './change-entries.ts'
import type { FileCall, FileHandler } from './file-call.ts'
import { fileFault } from './file-fault.ts'
import { packZip } from './pack-zip.ts'
import { readContent } from './read-content.ts'
import { listEntries, readEntry } from './read-entries.ts'
import { beginUpload, commitUpload, deleteUpload, listUploads, readUpload, sendPiece } from './uploads.ts'
import { writeContent } from './write-content.ts'

export interface FilesOptions extends AccessSource {
  readonly store: Store
  readonly shares: FileShares
  readonly log: Log
  /** Throws ArmError 401 for anything but a good token. */
  authenticate(authorization: string | undefined): Promise<Actor>
  /** The share of a workspace, by the workspace's key. */
  shareKeyOf(workspaceKey: string): string
}

/** What Azure calls the files of a workspace; the roles it publishes give these. */
const storage = 'Microsoft.MachineLearningServices/workspaces/notebooks/storage'

interface FileRoute {
  readonly method: HTTPMethods | HTTPMethods[]
  /** Below the workspace's address. */
  readonly path: string
  /** What the caller needs at the workspace. */
  readonly action: string
  readonly handle: FileHandler
}

export const fileRoutes: readonly FileRoute[] = [
  { method: 'GET', path: 'entries', action: `${storage}/read`, handle: listEntries },
  { method: 'GET', path: 'entry', action: `${storage}/read`, handle: readEntry },
  { method: ['GET', 'HEAD'], path: 'content', action: `${storage}/download/action`, handle: readContent },
  { method: 'GET', path: 'zip', action: `${storage}/download/action`, handle: packZip },
  { method: 'PUT', path: 'content', action: `${storage}/upload/action`, handle: writeContent },
  { method: 'GET', path: 'uploads', action: `${storage}/upload/action`, handle: listUploads },
  { method: 'POST', path: 'uploads', action: `${storage}/upload/action`, handle: beginUpload },
  { method: 'GET', path: 'uploads/:id', action: `${storage}/upload/action`, handle: readUpload },
  { method: 'PATCH', path: 'uploads/:id', action: `${storage}/upload/action`, handle: sendPiece },
  { method: 'DELETE', path: 'uploads/:id', action: `${storage}/upload/action`, handle: deleteUpload },
  { method: 'POST', path: 'uploads/:id/commit', action: `${storage}/upload/action`, handle: commitUpload },
  { method: 'PUT', path: 'folder', action: `${storage}/write`, handle: makeFolder },
  { method: 'POST', path: 'move', action: `${storage}/write`, handle: moveEntry },
  { method: 'DELETE', path: 'entry', action: `${storage}/delete`, handle: deleteEntry },
]

const workspaceType = 'Microsoft.MachineLearningServices/workspaces'
const below = `/subscriptions/:subscription/resourceGroups/:group/providers/${workspaceType}/:workspace/providers/Carrel.Files`
const apiVersions = ['2026-11-01']
/** A path of 4,096 bytes, each percent-encoded, and the address before it. */
const maxUrlLength = 15 * 1024

export function mountFiles(scope: FastifyInstance, options: FilesOptions): void {
  scope.removeAllContentTypeParsers()
  // The body stays a stream: it is read by whoever stores it, and by nobody before the caller is known to be allowed.
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  scope.addHook('onRequest', async (request, reply) => {
    identifyRequest(request, reply)
    if ((request.raw.url ?? '').length > maxUrlLength)
      throw new ArmError(414, 'RequestUriTooLong', 'The address of the request is too long.')
  })
  for (const route of fileRoutes)
    scope.route({
      method: route.method,
      url: `${below}/${route.path}`,
      exposeHeadRoute: false,
      handler: (request, reply) => answer({ route, request, reply, options }),
    })
}

interface Asked {
  readonly route: FileRoute
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly options: FilesOptions
}

async function answer({ route, request, reply, options }: Asked): Promise<FastifyReply> {
  const { shares, log } = options
  const actor = await options.authenticate(request.headers.authorization)
  const [path = '', text = ''] = (request.raw.url ?? '').split(/\?(.*)/s, 2)
  const query = readQuery(text)
  resolveApiVersion(query.get('api-version') ?? undefined, apiVersions, 'Carrel.Files')
  const workspaceKey = await requireWorkspace(path, { actor, action: route.action }, options)
  const shareKey = options.shareKeyOf(workspaceKey)
  const share = await shares.open(shareKey)
  let isKept = false
  const close = () => share[Symbol.asyncDispose]()
  const call: FileCall = {
    ...{ request, reply, actor, query, share, shares, shareKey },
    address: `${request.protocol}://${request.host}${path}`,
    keep() {
      isKept = true
      return close
    },
  }
  try {
    const sent = await route.handle(call)
    // Pieces of an upload change nothing that anybody sees yet.
    if (!['GET', 'HEAD', 'PATCH'].includes(request.method))
      log.info({ action: route.action, path: query.get('path'), workspaceKey, caller: actor.objectId }, 'files changed')
    return sent
  } catch (error) {
    throw fileFault(error)
  } finally {
    if (!isKept) await close()
  }
}

/** Its key. Throws 403 before it tells whether there is such a workspace. */
async function requireWorkspace(
  path: string,
  { actor, action }: { readonly actor: Actor; readonly action: string },
  options: FilesOptions,
): Promise<string> {
  const address = parseAddress(pathSegments(path).slice(0, 8))
  if (address.kind !== 'resource') throw new ArmError(404, 'NotFound', 'Nothing is at this address.')
  const access = await accessOf(options, actor)
  access.require(action, address.id)
  const workspace = await options.store.get(keyOf(address.id))
  if (workspace === undefined || workspace.deletedAt !== undefined) throw await notFound(options.store, address.id)
  return workspace.key
}
