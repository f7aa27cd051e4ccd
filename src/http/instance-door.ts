// What an app's own origin may ask of the server: how its instance is, and to start it. The ordinary operation, as the
// person who is signed in there.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type AccessSource, accessOf } from '../access/authorize.ts'
import type { Operations } from '../arm/operations.ts'
import type { Registry } from '../arm/registry.ts'
import { renderResource } from '../arm/render-resource.ts'
import type { AnyResourceType, ArmDesired } from '../arm/resource-type.ts'
import { ArmError } from '../base/errors.ts'
import { isPlainObject } from '../base/json.ts'
import { nextPath } from '../identity/next-path.ts'
import { inEnglish } from '../identity/pages/html.ts'
import { messagePage } from '../identity/pages/message-page.ts'
import { pageHeaders } from '../identity/pages/page.ts'
import { type PageSpeech, pageSpeech } from '../identity/pages/page-speech.ts'
import type { Actor, ResourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { identifyRequest } from './request-context.ts'

export interface InstanceDoorOptions extends AccessSource {
  readonly store: Store
  readonly registry: Registry
  readonly operations: Operations
  /** The app label of a host, undefined for a host that is no app's. */
  labelOf(host: string): string | undefined
  /** Who is signed in at the origin; undefined: nobody. */
  signedIn(request: FastifyRequest, origin: string): Promise<Actor | undefined>
}

export function mountInstanceDoor(app: FastifyInstance, options: InstanceDoorOptions): void {
  // The start button is an empty form.
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
    payload.resume()
    done(null)
  })
  app.get('/.carrel/state', async (request) => {
    const { record, type } = await visit(request, options)
    const lastOperation = await options.store.lastOperation(record.key)
    const shown = renderResource(type, { record, lastOperation, apiVersion: type.apiVersions.at(-1) ?? '' })
    return {
      name: record.name,
      state: innerState(shown),
      phases: lastOperation?.phases ?? [],
      error: lastOperation?.error ?? null,
    }
  })

  app.post('/.carrel/start', async (request, reply) => {
    const ids = identifyRequest(request, reply)
    const { record, type, actor, origin } = await visit(request, options)
    if (request.headers.origin !== origin)
      throw new ArmError(403, 'OriginNotAllowed', 'Only the app’s own page may start its instance.')
    const start = type.actions?.['start']
    if (start?.kind !== 'change') throw new ArmError(404, 'NotFound', 'This cannot be started.')
    const back = pathBack(request, origin)
    try {
      const access = await accessOf(options, actor)
      access.require(`${type.type}/start/action`, record.id)
      await options.operations.act(
        {
          type,
          id: record.id,
          parentId: record.parentKey,
          name: record.name,
          apiVersion: type.apiVersions.at(-1) ?? '',
          caller: { actor, correlationId: ids.correlationId, baseUrl: origin },
        },
        start,
      )
    } catch (error) {
      if (error instanceof ArmError && request.headers.accept?.includes('text/html'))
        return notStarted(reply, error, { back, speech: pageSpeech(request) })
      throw error
    }
    return reply.redirect(back, 303)
  })
}

/** The page the button was on, so that the app opens where it was asked for. */
function pathBack(request: FastifyRequest, origin: string): string {
  const page = URL.parse(request.headers.referer ?? '')
  return nextPath(page?.origin === origin ? page.pathname + page.search : undefined)
}

function notStarted(
  reply: FastifyReply,
  { status, message }: ArmError,
  { back, speech }: { readonly back: string; readonly speech: PageSpeech },
): FastifyReply {
  const { language, text } = speech
  const link = { href: back, text: text('Back') }
  return reply
    .code(status)
    .headers(pageHeaders())
    .send(messagePage({ language, title: text('It was not started'), message: inEnglish(message), link }))
}

interface Visit {
  readonly record: ResourceRecord<ArmDesired>
  readonly type: AnyResourceType
  readonly actor: Actor
  readonly origin: string
}

async function visit(request: FastifyRequest, options: InstanceDoorOptions): Promise<Visit> {
  const origin = `${request.protocol}://${request.host}`
  const label = options.labelOf(request.host)
  const key = label === undefined ? undefined : await options.store.claimHolder({ kind: 'app-label', value: label })
  const record = key === undefined ? undefined : await options.store.get(key.toLowerCase())
  const type = record && options.registry.type(record.type)
  if (!record || !type) throw new ArmError(404, 'NotFound', 'There is no instance at this address.')
  const actor = await options.signedIn(request, origin)
  if (!actor) throw new ArmError(401, 'AuthenticationRequired', 'Sign in first.')
  if (type.appOwnerId?.(record.desired) !== actor.objectId) {
    throw new ArmError(403, 'NotTheOwner', 'Only the person this instance is assigned to may open or start it here.')
  }
  return { record: record as ResourceRecord<ArmDesired>, type, actor, origin }
}

function innerState(shown: Record<string, unknown>): unknown {
  const properties = shown['properties']
  const inner = isPlainObject(properties) ? properties['properties'] : undefined
  return isPlainObject(inner) ? inner['state'] : undefined
}
