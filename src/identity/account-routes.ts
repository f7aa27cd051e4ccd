// What people may do about their own account: another password, and the end of every sign-in of theirs.

import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ArmError } from '../base/errors.ts'
import type { Said } from '../base/speech.ts'
import type { Identity } from './identity.ts'
import { accountPage } from './pages/account-page.ts'
import { type Html, inEnglish } from './pages/html.ts'
import { messagePage } from './pages/message-page.ts'
import { pageHeaders } from './pages/page.ts'
import { type PageSpeech, pageSpeech } from './pages/page-speech.ts'
import { isOwnForm, onPagesHost } from './pages-host.ts'
import { readForm } from './read-form.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'
import { signedInUser, signInPath } from './signed-in-user.ts'
import { tryPassword } from './try-password.ts'
import { minPasswordLength, setPassword, type User } from './users.ts'

interface Visit {
  readonly identity: Identity
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly user: User
  readonly speech: PageSpeech
}

export function accountRoutes(scope: FastifyInstance, identity: Identity): void {
  const serve = (path: string, method: 'GET' | 'POST', handle: (visit: Visit) => Promise<FastifyReply>) =>
    scope.route({
      method,
      url: path,
      async handler(request, reply) {
        if (!onPagesHost(identity, request, reply)) return reply
        const speech = pageSpeech(request)
        if (method === 'POST' && !isOwnForm(request, new URL(identity.config.browserEndpoint).origin)) {
          const message = speech.text('The form was sent from another page.')
          return say({ reply, speech }, { status: 403, title: speech.text('Refused'), message })
        }
        const user = await signedInUser(identity, request, reply)
        if (user === undefined) return reply.redirect(signInPath(identity.config, '/account'), 303)
        return handle({ identity, request, reply, user, speech })
      },
    })

  // What the sign-in appends to its way back is of no use to anybody.
  serve('/account', 'GET', async (visit) =>
    visit.request.url === '/account' ? show(visit) : visit.reply.redirect('/account', 303),
  )
  serve('/account/password', 'POST', changePassword)
  serve('/account/sign-out', 'POST', async (visit) => {
    await signOutEverywhere(visit.identity.db, visit.user.objectId, visit.identity.clock.now())
    await keep(visit, 'signOut')
    const { text } = visit.speech
    const message = text('Every browser and terminal that was signed in as you has to sign in again.')
    return say(visit, { status: 200, title: text('Signed out everywhere'), message })
  })
}

async function changePassword(visit: Visit): Promise<FastifyReply> {
  const { identity, request, reply, user, speech } = visit
  const { text } = speech
  const form = await readForm(request.raw)
  const [current, next, again] = ['current', 'next', 'again'].map((name) => {
    const value = form[name]
    return typeof value === 'string' ? value : ''
  })
  if (next !== again) return show(visit, { status: 400, problem: text('The new password was not repeated as it is.') })
  const outcome = await tryPassword(identity, {
    userName: user.userName,
    password: current ?? '',
    address: request.ip,
  })
  if (outcome.kind === 'wait') {
    const seconds = Math.ceil(outcome.waitMs / 1000)
    reply.header('retry-after', String(seconds))
    return show(visit, {
      status: 429,
      problem: text('Too many attempts. Try again in {seconds} seconds.', { seconds }),
    })
  }
  if (outcome.kind === 'wrong') return show(visit, { status: 403, problem: text('The present password is not right.') })
  try {
    await setPassword(identity.db, user.objectId, { password: next ?? '', now: identity.clock.now() })
  } catch (error) {
    if (!(error instanceof ArmError)) throw error
    return show(visit, { status: error.status, problem: passwordProblem(error, speech) })
  }
  await keep(visit, 'resetPassword')
  const message = text('Every browser and terminal that was signed in as you has to sign in again with the new one.')
  return say(visit, { status: 200, title: text('Password changed'), message })
}

function passwordProblem({ code, message }: ArmError, { text }: PageSpeech): Said | Html {
  if (code !== 'PasswordTooShort') return inEnglish(message)
  return text('A password has at least {count} characters.', { count: minPasswordLength })
}

/** In the activity log, as what an administrator does to the account is. */
function keep({ identity, user }: Visit, verb: 'signOut' | 'resetPassword'): Promise<void> {
  const { objectId, userName: name } = user
  return identity.audit.changed({
    actor: { objectId, name, kind: 'User', tenantId: identity.config.installation.tenantId },
    action: `Carrel.Identity/users/${verb}/action`,
    target: `/providers/Carrel.Identity/users/${name}`,
    correlationId: randomUUID(),
  })
}

function show(
  { reply, user, speech }: Visit,
  { status, problem }: { status: number; problem?: Said | Html } = { status: 200 },
): FastifyReply {
  return reply.code(status).headers(pageHeaders()).send(accountPage({ user, problem }, speech))
}

function say(
  { reply, speech: { language, text } }: Pick<Visit, 'reply' | 'speech'>,
  { status, title, message }: { status: number; title: Said; message: Said },
): FastifyReply {
  const link = { href: '/account', text: text(status === 200 ? 'Sign in' : 'Back') }
  return reply.code(status).headers(pageHeaders()).send(messagePage({ language, title, message, link }))
}
