// The pages the OIDC library asks us to draw.

import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { html, inEnglish, trustedHtml } from './html.ts'
import { messagePage } from './message-page.ts'
import { page, pageHeaders } from './page.ts'
import { type PageSpeech, pageSpeech } from './page-speech.ts'

/** `form` is the library's and carries its own protection; the buttons belong to it by name. */
export async function renderSignOutPage(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const { language, text } = speechOf(ctx)
  draw(
    ctx,
    page({
      language,
      title: text('Sign out?'),
      body: html`<p>${text('You will be signed out here and in every app opened from this browser.')}</p>
${trustedHtml(form)}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${text('Sign out')}</button>
<a class="button second" href="/">${text('Stay signed in')}</a>`,
    }),
  )
}

export async function renderSignedOutPage(ctx: KoaContextWithOIDC): Promise<void> {
  const { language, text } = speechOf(ctx)
  const link = { href: '/', text: text('Sign in again') }
  draw(ctx, messagePage({ language, title: text('Signed out'), message: text('You can close this page.'), link }))
}

export async function renderErrorPage(ctx: KoaContextWithOIDC, out: ErrorOut): Promise<void> {
  const { language, text } = speechOf(ctx)
  const message = inEnglish(`${out.error_description ?? out.error} (${out.error})`)
  const link = { href: '/', text: text('Back to the start') }
  draw(ctx, messagePage({ language, title: text('That did not work'), message, link }))
}

function speechOf({ req, oidc }: KoaContextWithOIDC): PageSpeech {
  return pageSpeech(req, oidc?.params?.['ui_locales'])
}

function draw(ctx: KoaContextWithOIDC, markup: string): void {
  ctx.set(pageHeaders())
  ctx.body = markup
}
