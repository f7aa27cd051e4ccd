// The pages of the sign-in itself, at the pages' own host.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Said } from '../base/speech.ts'
import { appTitle, shortAppTitle } from './app-title.ts'
import { pagesClientId } from './clients.ts'
import type { Identity } from './identity.ts'
import { appOrigin, labelOfClient } from './identity-hosts.ts'
import type { InstancesOf } from './instance-apps.ts'
import { readOutsideProvider } from './outside/outside-provider.ts'
import { homePage } from './pages/home-page.ts'
import { loginPage } from './pages/login-page.ts'
import { messagePage } from './pages/message-page.ts'
import { pageHeaders } from './pages/page.ts'
import { type PageSpeech, pageSpeech } from './pages/page-speech.ts'
import { isOwnForm, onPagesHost } from './pages-host.ts'
import { readForm } from './read-form.ts'
import { signedInUser, signInPath } from './signed-in-user.ts'
import { tryPassword } from './try-password.ts'

type Uid = { Params: { uid: string } }

export function loginRoutes(scope: FastifyInstance, identity: Identity, instancesOf: InstancesOf): void {
  scope.get('/', async (request, reply) =>
    onPagesHost(identity, request, reply) ? home({ identity, instancesOf }, request, reply) : reply,
  )
  scope.get<Uid>('/login/:uid', async (request, reply) => {
    if (!onPagesHost(identity, request, reply)) return reply
    const interaction = await findInteraction(identity, request, reply)
    return interaction === undefined
      ? expired(reply, pageSpeech(request))
      : showLogin(reply, interaction, { status: 200 })
  })
  scope.post<Uid>('/login/:uid', async (request, reply) =>
    onPagesHost(identity, request, reply) ? login(identity, request, reply) : reply,
  )
}

async function home(
  { identity, instancesOf }: { identity: Identity; instancesOf: InstancesOf },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // What the sign-in appends to its way back is of no use to anybody.
  if (request.url !== '/') return reply.redirect('/', 303)
  const { config } = identity
  const user = await signedInUser(identity, request, reply)
  const instances = user === undefined ? [] : await instancesOf(user.objectId)
  const { tenantId } = config.installation
  const speech = pageSpeech(request)
  const page = {
    user,
    instances: instances.map(({ name, labels }) => ({
      name,
      apps: labels.map((label) => ({ title: shortAppTitle(label, speech), href: `${appOrigin(config, label)}/` })),
    })),
    signInPath: signInPath(config, '/'),
    signOutPath: `/${tenantId}/oauth2/v2.0/logout`,
  }
  return reply.headers(pageHeaders()).send(homePage(page, speech))
}

interface Interaction {
  readonly speech: PageSpeech
  readonly action: string
  readonly client: string | undefined
  readonly isProgram: boolean
  readonly loginHint: string
  /** Origin of where the person is going, if it is another. */
  readonly leadsTo: string[]
  /** Name of the outside service that people may come in by, if there is one. */
  readonly outside: string | undefined
}

/** Undefined: not begun in this browser, or too long ago. */
async function findInteraction(
  identity: Identity,
  request: FastifyRequest<Uid>,
  reply: FastifyReply,
): Promise<Interaction | undefined> {
  const provider = await identity.provider()
  const details = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined)
  if (details === undefined || details.uid !== request.params.uid) return undefined
  const { client_id: clientId, redirect_uri: redirectUri, login_hint: hint, ui_locales: uiLocales } = details.params
  const speech = pageSpeech(request, uiLocales)
  const client = typeof clientId === 'string' ? await provider.Client.find(clientId) : undefined
  const target = typeof redirectUri === 'string' ? URL.parse(redirectUri) : null
  return {
    speech,
    action: `/login/${details.uid}`,
    client: client === undefined ? undefined : clientTitle(client, speech),
    isProgram: client?.applicationType === 'native',
    loginHint: typeof hint === 'string' ? hint.slice(0, 120) : '',
    leadsTo: target === null ? [] : [target.origin],
    outside: (await readOutsideProvider(identity.db, identity.sealer))?.displayName,
  }
}

/** As the person knows it; undefined: our own pages. */
function clientTitle(
  { clientId, clientName }: { readonly clientId: string; readonly clientName?: string | undefined },
  speech: PageSpeech,
): string | undefined {
  if (clientId === pagesClientId) return undefined
  const label = labelOfClient(clientId)
  return label === undefined ? clientName : appTitle(label, speech)
}

async function login(identity: Identity, request: FastifyRequest<Uid>, reply: FastifyReply): Promise<FastifyReply> {
  if (!isOwnForm(request, new URL(identity.config.browserEndpoint).origin)) {
    const { language, text } = pageSpeech(request)
    const message = text('The form was sent from another page.')
    return reply
      .code(403)
      .headers(pageHeaders())
      .send(messagePage({ language, title: text('Refused'), message }))
  }
  const interaction = await findInteraction(identity, request, reply)
  if (interaction === undefined) return expired(reply, pageSpeech(request))
  const form = await readForm(request.raw)
  const userName = typeof form['user'] === 'string' ? form['user'].trim().slice(0, 120) : ''
  const password = typeof form['password'] === 'string' ? form['password'] : ''

  // The sign-in is of before the password was looked at, whenever the browser goes on: a sign-out since then ends it too.
  const ts = Math.floor(identity.clock.now() / 1000)
  const outcome = await tryPassword(identity, { userName, password, address: request.ip })
  if (outcome.kind === 'wait') return slowDown(reply, interaction, { userName, wait: outcome.waitMs })
  if (outcome.kind === 'wrong') {
    const problem = interaction.speech.text('The user name or password is not right.')
    return showLogin(reply, interaction, { status: 401, userName, problem })
  }
  const provider = await identity.provider()
  const result = { login: { accountId: outcome.user.objectId, amr: ['pwd'], ts }, select_account: {} }
  return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
}

function slowDown(
  reply: FastifyReply,
  interaction: Interaction,
  { userName, wait }: { userName: string; wait: number },
): FastifyReply {
  const seconds = Math.ceil(wait / 1000)
  reply.header('retry-after', String(seconds))
  const problem = interaction.speech.text('Too many attempts. Try again in {seconds} seconds.', { seconds })
  return showLogin(reply, interaction, { status: 429, userName, problem })
}

function showLogin(
  reply: FastifyReply,
  { speech, action, client, isProgram, loginHint, leadsTo, outside }: Interaction,
  { status, userName = loginHint, problem }: { status: number; userName?: string; problem?: Said },
): FastifyReply {
  const markup = loginPage({ action, client, isProgram, userName, problem, outside }, speech)
  return reply.code(status).headers(pageHeaders(leadsTo)).send(markup)
}

function expired(reply: FastifyReply, { language, text }: PageSpeech): FastifyReply {
  const message = text('This sign-in took too long or was begun in another browser.')
  const link = { href: '/', text: text('Start again') }
  return reply
    .code(400)
    .headers(pageHeaders())
    .send(messagePage({ language, title: text('Sign in again'), message, link }))
}
