// The way to an outside sign-in service and back. The library knows a sign-in by a cookie of its own path, which the one
// address the service returns to is not below: so it ends in two steps, the second where the first began.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Said } from '../../base/speech.ts'
import { hostCookie, readCookies } from '../cookies.ts'
import type { Identity } from '../identity.ts'
import { messagePage } from '../pages/message-page.ts'
import { pageHeaders } from '../pages/page.ts'
import { type PageSpeech, type PlainPageSentence, pageSpeech } from '../pages/page-speech.ts'
import { onPagesHost } from '../pages-host.ts'
import { outsideClients } from './outside-clients.ts'
import { followOutsideGroups } from './outside-groups.ts'
import { outsideMethod } from './outside-lifetime.ts'
import { personHere } from './outside-person.ts'
import { type OutsideProvider, readOutsideProvider } from './outside-provider.ts'
import { comeBack, leave, type OutsideSignInParts, type Returned } from './outside-sign-in.ts'

type Uid = { Params: { uid: string } }

const doneCookie = '__Host-carrel_outside'
const doneSeconds = 60
const doneSchema = z.object({ objectId: z.string(), at: z.number(), until: z.number() })

export function outsideRoutes(scope: FastifyInstance, identity: Identity): void {
  const parts: OutsideSignInParts = { ...identity, clientOf: outsideClients(identity.clock) }
  scope.get<Uid>('/login/:uid/outside', async (request, reply) => {
    if (!onPagesHost(identity, request, reply)) return reply
    const provider = await readOutsideProvider(identity.db, identity.sealer)
    if (provider === undefined || !(await isUnderWay(identity, request, reply)))
      return expired(reply, pageSpeech(request))
    const leaving = await leave(parts, provider, request.params.uid).catch(failing(identity, 'begun'))
    if (leaving === 'failed') return unreachable(reply, provider, pageSpeech(request))
    return redirect(reply, leaving.location, [leaving.cookie])
  })
  scope.get('/login/outside/callback', async (request, reply) =>
    onPagesHost(identity, request, reply) ? callback({ identity, parts }, request, reply) : reply,
  )
  scope.get<Uid>('/login/:uid/done', async (request, reply) =>
    onPagesHost(identity, request, reply) ? done(identity, request, reply) : reply,
  )
}

async function callback(
  { identity, parts }: { identity: Identity; parts: OutsideSignInParts },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { db, sealer, clock } = identity
  const provider = await readOutsideProvider(db, sealer)
  if (provider === undefined) return expired(reply, pageSpeech(request))
  const { search } = new URL(request.url, identity.config.browserEndpoint)
  const back = { search, cookieHeader: request.headers.cookie }
  const returned = await comeBack(parts, provider, back).catch(failing(identity, 'finished'))
  if (returned === 'failed') return unreachable(reply, provider, pageSpeech(request))
  if (returned === undefined) return expired(reply, pageSpeech(request))
  const at = clock.now()
  const objectId = await admitted(identity, provider, returned)
  if (objectId === undefined) {
    const speech = pageSpeech(request)
    const message = speech.text('Your account here is disabled. Ask whoever keeps this installation.')
    return say(reply.code(403), { speech, title: 'Not signed in', message })
  }
  const context = doneContext(returned.uid)
  const done = { objectId, at, until: clock.now() + doneSeconds * 1000 }
  const sealed = sealer.seal(JSON.stringify(done), context)
  const cookies = [returned.cookie, hostCookie(doneCookie, sealed, doneSeconds)]
  return redirect(reply, `/login/${encodeURIComponent(returned.uid)}/done`, cookies)
}

/** Undefined: disabled here. */
async function admitted(
  identity: Identity,
  provider: OutsideProvider,
  { person }: Returned,
): Promise<string | undefined> {
  const { db, clock } = identity
  const user = await personHere(db, person, clock.now())
  if (user.isDisabled) return undefined
  await followOutsideGroups(db, provider, { objectId: user.objectId, groups: person.groups })
  return user.objectId
}

async function done(identity: Identity, request: FastifyRequest<Uid>, reply: FastifyReply): Promise<FastifyReply> {
  const found = signedInAs(identity, request)
  if (found === undefined || !(await isUnderWay(identity, request, reply))) return expired(reply, pageSpeech(request))
  const provider = await identity.provider()
  const result = {
    login: { accountId: found.objectId, amr: [outsideMethod], ts: Math.floor(found.at / 1000) },
    select_account: {},
  }
  const location = await provider.interactionResult(request.raw, reply.raw, result)
  return redirect(reply, location, [hostCookie(doneCookie, '', 0)])
}

/** Whom the first step found and when, for this very sign-in. */
function signedInAs({ sealer, clock }: Identity, { headers, params }: FastifyRequest<Uid>) {
  const sealed = readCookies(headers.cookie).get(doneCookie)
  if (sealed === undefined) return undefined
  try {
    const done = doneSchema.parse(JSON.parse(sealer.open(sealed, doneContext(params.uid))))
    return done.until > clock.now() ? done : undefined
  } catch {
    return undefined
  }
}

async function isUnderWay(identity: Identity, request: FastifyRequest<Uid>, reply: FastifyReply): Promise<boolean> {
  const provider = await identity.provider()
  const details = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined)
  return details?.uid === request.params.uid
}

/** Logs what went wrong, without the codes and tokens such errors carry along. */
function failing({ log }: Identity, step: string): (error: unknown) => 'failed' {
  return (error) => {
    const parts = error instanceof Error ? [error.message, Reflect.get(error, 'error'), Reflect.get(error, 'code')] : []
    const err = parts.filter((each) => typeof each === 'string').join(': ')
    log.warn({ err }, `A sign-in at an outside service was not ${step}`)
    return 'failed'
  }
}

function doneContext(uid: string): string {
  return `outside-done:${uid}`
}

function redirect(reply: FastifyReply, location: string, cookies: readonly string[]): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'set-cookie': [...cookies] })
    .redirect(location, 303)
}

function unreachable(reply: FastifyReply, { displayName }: OutsideProvider, speech: PageSpeech): FastifyReply {
  const message = speech.text(
    '{service} did not sign you in: it refused, or cannot be reached. The log of the server says why.',
    { service: displayName },
  )
  return say(reply.code(502), { speech, title: 'Not signed in', message })
}

function expired(reply: FastifyReply, speech: PageSpeech): FastifyReply {
  const message = speech.text('This sign-in took too long or was begun in another browser.')
  return say(reply.code(400), { speech, title: 'Sign in again', message })
}

interface Saying {
  readonly speech: PageSpeech
  readonly title: PlainPageSentence
  readonly message: Said
}

function say(reply: FastifyReply, { speech: { language, text }, title, message }: Saying): FastifyReply {
  const link = { href: '/', text: text('Start again') }
  return reply.headers(pageHeaders()).send(messagePage({ language, title: text(title), message, link }))
}
