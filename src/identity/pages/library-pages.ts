// The pages the OIDC library asks us to draw.

import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { html, trustedHtml } from './html.ts'
import { messagePage } from './message-page.ts'
import { page, pageHeaders } from './page.ts'

/** `form` is the library's and carries its own protection; the buttons belong to it by name. */
export async function renderSignOutPage(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  draw(
    ctx,
    page({
      title: 'Sign out?',
      body: html`<p>You will be signed out here and in every app opened from this browser.</p>
${trustedHtml(form)}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<a class="button second" href="/">Stay signed in</a>`,
    }),
  )
}

export async function renderSignedOutPage(ctx: KoaContextWithOIDC): Promise<void> {
  const link = { href: '/', text: 'Sign in again' }
  draw(ctx, messagePage({ title: 'Signed out', message: 'You can close this page.', link }))
}

export async function renderErrorPage(ctx: KoaContextWithOIDC, out: ErrorOut): Promise<void> {
  const message = out.error_description ?? out.error
  const link = { href: '/', text: 'Back to the start' }
  draw(ctx, messagePage({ title: 'That did not work', message: `${message} (${out.error})`, link }))
}

function draw(ctx: KoaContextWithOIDC, markup: string): void {
  ctx.set(pageHeaders())
  ctx.body = markup
}
