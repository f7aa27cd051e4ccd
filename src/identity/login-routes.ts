// The pages of the sign-in itself, at the pages' own host.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { shortAppTitle } from './app-title.ts'
import { pagesClientId } from './clients.ts'
import type { Identity } from './identity.ts'
import { appOrigin } from './identity-hosts.ts'
import type { InstancesOf } from './instance-apps.ts'
import { readOutsideProvider } from './outside/outside-provider.ts'
import { homePage } from './pages/home-page.ts'
import { loginPage } from './pages/login-page.ts'
import { messagePage } from './pages/message-page.ts'
import { pageHeaders } from './pages/page.ts'
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
    return interaction === undefined ? expired(reply) : showLogin(reply, interaction, { status: 200 })
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
  const markup = homePage({
    user,
    instances: instances.map(({ name, labels }) => ({
      name,
      apps: labels.map((label) => ({ title: shortAppTitle(label), href: `${appOrigin(config, label)}/` })),
    })),
    signInPath: signInPath(config, '/'),
    signOutPath: `/${tenantId}/oauth2/v2.0/logout`,
  })
  return reply.headers(pageHeaders()).send(markup)
}

interface Interaction {
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
  const { client_id: clientId, redirect_uri: redirectUri, login_hint: hint } = details.params
  const client = typeof clientId === 'string' ? await provider.Client.find(clientId) : undefined
  const target = typeof redirectUri === 'string' ? URL.parse(redirectUri) : null
  return {
    action: `/login/${details.uid}`,
    client: clientId === pagesClientId ? undefined : client?.clientName,
    isProgram: client?.applicationType === 'native',
    loginHint: typeof hint === 'string' ? hint.slice(0, 120) : '',
    leadsTo: target === null ? [] : [target.origin],
    outside: (await readOutsideProvider(identity.db, identity.sealer))?.displayName,
  }
}

async function login(identity: Identity, request: FastifyRequest<Uid>, reply: FastifyReply): Promise<FastifyReply> {
  if (!isOwnForm(request, new URL(identity.config.browserEndpoint).origin)) {
    const message = 'The form was sent from another page.'
    return reply
      .code(403)
      .headers(pageHeaders())
      .send(messagePage({ title: 'Refused', message }))
  }
  const interaction = await findInteraction(identity, request, reply)
  if (interaction === undefined) return expired(reply)
  const form = await readForm(request.raw)
  const userName = typeof form['user'] === 'string' ? form['user'].trim().slice(0, 120) : ''
  const password = typeof form['password'] === 'string' ? form['password'] : ''

  const outcome = await tryPassword(identity, { userName, password, address: request.ip })
  if (outcome.kind === 'wait') return slowDown(reply, interaction, { userName, wait: outcome.waitMs })
  if (outcome.kind === 'wrong') {
    return showLogin(reply, interaction, { status: 401, userName, problem: 'The user name or password is not right.' })
  }
  const provider = await identity.provider()
  const result = { login: { accountId: outcome.user.objectId, amr: ['pwd'] }, select_account: {} }
  return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
}

function slowDown(
  reply: FastifyReply,
  interaction: Interaction,
  { userName, wait }: { userName: string; wait: number },
): FastifyReply {
  const seconds = Math.ceil(wait / 1000)
  reply.header('retry-after', String(seconds))
  const problem = `Too many attempts. Try again in ${seconds} seconds.`
  return showLogin(reply, interaction, { status: 429, userName, problem })
}

function showLogin(
  reply: FastifyReply,
  { action, client, isProgram, loginHint, leadsTo, outside }: Interaction,
  { status, userName = loginHint, problem }: { status: number; userName?: string; problem?: string },
): FastifyReply {
  const markup = loginPage({ action, client, isProgram, userName, problem, outside })
  return reply.code(status).headers(pageHeaders(leadsTo)).send(markup)
}

function expired(reply: FastifyReply): FastifyReply {
  const message = 'This sign-in took too long or was begun in another browser.'
  const link = { href: '/', text: 'Start again' }
  return reply
    .code(400)
    .headers(pageHeaders())
    .send(messagePage({ title: 'Sign in again', message, link }))
}
