// The pages of the sign-in itself, at the pages' own host.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ArmError } from '../base/errors.ts'
import { shortAppTitle } from './app-title.ts'
import { pagesClientId } from './clients.ts'
import type { Identity } from './identity.ts'
import { appOrigin } from './identity-hosts.ts'
import type { InstancesOf } from './instance-apps.ts'
import { homePage } from './pages/home-page.ts'
import { loginPage } from './pages/login-page.ts'
import { messagePage } from './pages/message-page.ts'
import { pageHeaders } from './pages/page.ts'
import { isOwnForm, onPagesHost } from './pages-host.ts'
import { readForm } from './read-form.ts'
import { TokenBuckets } from './token-buckets.ts'
import { findUser, verifyPassword } from './users.ts'

interface LoginLimits {
  readonly perAccount: TokenBuckets
  readonly perAddress: TokenBuckets
}

type Uid = { Params: { uid: string } }

export function loginRoutes(scope: FastifyInstance, identity: Identity, instancesOf: InstancesOf): void {
  const limits: LoginLimits = {
    perAccount: new TokenBuckets({ capacity: 5, refillMs: 12_000 }, identity.clock),
    perAddress: new TokenBuckets({ capacity: 30, refillMs: 2000 }, identity.clock),
  }
  scope.get('/', async (request, reply) =>
    onPagesHost(identity, request, reply) ? home({ identity, instancesOf }, request, reply) : reply,
  )
  scope.get<Uid>('/login/:uid', async (request, reply) => {
    if (!onPagesHost(identity, request, reply)) return reply
    const interaction = await findInteraction(identity, request, reply)
    return interaction === undefined ? expired(reply) : showLogin(reply, interaction, { status: 200 })
  })
  scope.post<Uid>('/login/:uid', async (request, reply) =>
    onPagesHost(identity, request, reply) ? login({ identity, limits }, request, reply) : reply,
  )
}

async function home(
  { identity, instancesOf }: { identity: Identity; instancesOf: InstancesOf },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // What the sign-in appends to its way back is of no use to anybody.
  if (request.url !== '/') return reply.redirect('/', 303)
  const { config, db } = identity
  const provider = await identity.provider()
  const session = await provider.Session.get(provider.createContext(request.raw, reply.raw))
  const found = session.accountId === undefined ? undefined : await findUser(db, session.accountId)
  const user = found?.isDisabled === false ? found : undefined
  const instances = user === undefined ? [] : await instancesOf(user.objectId)
  const { tenantId } = config.installation
  const signIn = new URLSearchParams({
    client_id: pagesClientId,
    response_type: 'none',
    redirect_uri: `${config.browserEndpoint}/`,
    scope: 'openid',
  })
  const markup = homePage({
    user,
    instances: instances.map(({ name, labels }) => ({
      name,
      apps: labels.map((label) => ({ title: shortAppTitle(label), href: `${appOrigin(config, label)}/` })),
    })),
    signInPath: `${config.browserEndpoint}/${tenantId}/oauth2/v2.0/authorize?${signIn}`,
    signOutPath: `/${tenantId}/oauth2/v2.0/logout`,
  })
  return reply.headers(pageHeaders()).send(markup)
}

interface Interaction {
  readonly action: string
  readonly client: string | undefined
  readonly loginHint: string
  /** Origin of where the person is going, if it is another. */
  readonly leadsTo: string[]
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
    loginHint: typeof hint === 'string' ? hint.slice(0, 120) : '',
    leadsTo: target === null ? [] : [target.origin],
  }
}

async function login(
  { identity, limits }: { identity: Identity; limits: LoginLimits },
  request: FastifyRequest<Uid>,
  reply: FastifyReply,
): Promise<FastifyReply> {
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

  const wait = takeTry(limits, userName, request.ip)
  if (wait > 0) return slowDown(reply, interaction, { userName, wait })
  const user = await verifyPassword(identity.db, userName, password).catch((error: unknown) => {
    if (error instanceof ArmError && error.status === 429) return error
    throw error
  })
  if (user instanceof ArmError) return slowDown(reply, interaction, { userName, wait: 5000 })
  if (user === undefined) {
    return showLogin(reply, interaction, { status: 401, userName, problem: 'The user name or password is not right.' })
  }
  limits.perAccount.giveBack(userName.toLowerCase())
  limits.perAddress.giveBack(request.ip)
  const provider = await identity.provider()
  const result = { login: { accountId: user.objectId, amr: ['pwd'] }, select_account: {} }
  return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
}

/** Milliseconds to wait; a try that has to wait is taken from neither. */
function takeTry({ perAccount, perAddress }: LoginLimits, userName: string, address: string): number {
  const account = userName.toLowerCase()
  const wait = Math.max(perAccount.waitMs(account), perAddress.waitMs(address))
  if (wait === 0) {
    perAccount.take(account)
    perAddress.take(address)
  }
  return wait
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
  { action, client, loginHint, leadsTo }: Interaction,
  { status, userName = loginHint, problem }: { status: number; userName?: string; problem?: string },
): FastifyReply {
  const markup = loginPage({ action, client, userName, problem })
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
