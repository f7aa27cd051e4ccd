// The pages on which a person lets a terminal in that has no browser: the code it shows, what it is and since when it
// waits, and the end. A code alone proves nothing, so what is let in is shown before anybody signs in.

import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import type { Said } from '../../base/speech.ts'
import { type Html, html } from './html.ts'
import { messagePage } from './message-page.ts'
import { page, pageHeaders } from './page.ts'
import { type PageSpeech, type PlainPageSentence, pageSpeech } from './page-speech.ts'

/** Under this name in `ctx.state`: the code that was typed is no waiting terminal's. */
export const isWrongUserCode = 'isWrongUserCode'

const start = '/devicelogin'

export async function renderUserCodePage(
  ctx: KoaContextWithOIDC,
  _form: string,
  _out?: ErrorOut,
  error?: Error,
): Promise<void> {
  const { language, text } = pageSpeech(ctx.req)
  ctx.state[isWrongUserCode] = error?.name === 'NotFoundError'
  if (error?.name === 'AbortedError') {
    const message = text('Nobody was signed in. The terminal has been told. You can close this page.')
    draw(ctx, messagePage({ language, title: text('Request declined'), message }))
    return
  }
  const problem =
    error === undefined ? undefined : text(problems[error.name] ?? 'That took too long. Enter the code again.')
  const userCode = error !== undefined && 'userCode' in error ? String(error.userCode).slice(0, 20) : ''
  draw(
    ctx,
    page({
      language,
      title: text('Sign in a terminal'),
      body: html`${problem === undefined ? html`<p class="quiet">${text('Enter the code that is shown where you began to sign in.')}</p>` : html`<p class="problem" role="alert" id="problem">${problem}</p>`}
<form method="post" action="${ctx.oidc.urlFor('code_verification')}">
${hiddenXsrf(ctx)}
<label for="user_code">${text('Code')}</label>
<input class="code" id="user_code" name="user_code" value="${userCode}" placeholder="XXXX-XXXX" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required autofocus${problem === undefined ? undefined : html` aria-describedby="problem"`}>
<button type="submit">${text('Next')}</button>
</form>`,
    }),
  )
}

const problems: Readonly<Record<string, PlainPageSentence>> = {
  NotFoundError: 'No terminal is waiting with that code. Compare it with what is shown there.',
  NoCodeError: 'Enter the code first.',
  ExpiredError: 'That code has expired. Begin again where it is shown.',
  AlreadyUsedError: 'That code has been used. Begin again where it is shown.',
}

/** `request.ip`: the address the code was asked for from. */
export async function renderConfirmPage(
  ctx: KoaContextWithOIDC,
  _form: string,
  client: { readonly clientName?: string | undefined; readonly clientId: string },
  request: Readonly<Record<string, unknown>>,
  userCode: string,
): Promise<void> {
  const speech = pageSpeech(ctx.req)
  const { language, text } = speech
  const program = client.clientName ?? client.clientId
  draw(
    ctx,
    page({
      language,
      title: text('Let {program} in?', { program }),
      body: html`<p>${text('It will act as you, with all you may do.')}</p>
<dl>
<dt>${text('Code')}</dt><dd><code>${userCode}</code></dd>
<dt>${text('From')}</dt><dd>${addressText(request['ip'], speech)}</dd>
<dt>${text('When')}</dt><dd>${ageText(ctx.oidc.deviceCode?.iat, speech)}</dd>
</dl>
<p class="caution">${text('Go on only if you began this yourself. If somebody sent you the code, it is they who would be signed in as you.')}</p>
<form method="post" action="${ctx.oidc.urlFor('code_verification')}">
${hiddenXsrf(ctx)}
<input type="hidden" name="user_code" value="${userCode}">
<input type="hidden" name="confirm" value="yes">
<button type="submit">${text('Continue to sign in')}</button>
<button type="submit" class="second" name="abort" value="yes">${text('I did not ask for this')}</button>
</form>`,
    }),
  )
}

export async function renderLetInPage(ctx: KoaContextWithOIDC): Promise<void> {
  const { language, text } = pageSpeech(ctx.req)
  const program = ctx.oidc.client?.clientName ?? text('The terminal')
  const message = text('{program} is signed in as you. Go back to it; you can close this page.', { program })
  draw(ctx, messagePage({ language, title: text('All done'), message }))
}

/** 429. */
export function drawWait(ctx: KoaContextWithOIDC, seconds: number): void {
  ctx.status = 429
  ctx.set('Retry-After', String(seconds))
  const { language, text } = pageSpeech(ctx.req)
  const message = text('Too many codes that nobody is waiting with. Try again in {seconds} seconds.', { seconds })
  const link = { href: start, text: text('Try again') }
  draw(ctx, messagePage({ language, title: text('Wait a moment'), message, link }))
}

/** 400: the browser has forgotten since, or never was shown the form. */
export function drawFormGone(ctx: KoaContextWithOIDC): void {
  ctx.status = 400
  const { language, text } = pageSpeech(ctx.req)
  const message = text('That took too long, or this browser keeps no cookies. Enter the code again.')
  const link = { href: start, text: text('Enter the code') }
  draw(ctx, messagePage({ language, title: text('Sign in a terminal'), message, link }))
}

function hiddenXsrf({ oidc }: KoaContextWithOIDC): Html {
  return html`<input type="hidden" name="xsrf" value="${String(oidc.session?.state?.['secret'] ?? '')}">`
}

function addressText(address: unknown, { text }: PageSpeech): string {
  if (typeof address !== 'string') return text('unknown')
  const isHere = /^(127\.|::1$|::ffff:127\.)/.test(address)
  return isHere ? text('{address}, the machine of Carrel', { address }) : address
}

/** `iat` in epoch seconds. */
function ageText(iat: number | undefined, { text }: PageSpeech): Said {
  if (iat === undefined) return text('unknown')
  const minutes = Math.floor((Date.now() / 1000 - iat) / 60)
  if (minutes < 1) return text('less than a minute ago')
  return minutes === 1 ? text('a minute ago') : text('{minutes} minutes ago', { minutes })
}

function draw(ctx: KoaContextWithOIDC, markup: string): void {
  ctx.set(pageHeaders())
  ctx.body = markup
}
