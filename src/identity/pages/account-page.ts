// Where people see to their own account.

import type { Said } from '../../base/speech.ts'
import { type Html, html } from './html.ts'
import { page } from './page.ts'
import type { PageSpeech } from './page-speech.ts'

export interface AccountPage {
  readonly user: { readonly userName: string; readonly displayName: string; readonly hasPassword: boolean }
  /** What went wrong the last time, as a sentence. */
  readonly problem: Said | Html | undefined
}

export function accountPage({ user, problem }: AccountPage, speech: PageSpeech): string {
  const { language, text } = speech
  const { userName, displayName, hasPassword } = user
  const account = displayName === userName ? undefined : html` <span class="quiet">(${userName})</span>`
  return page({
    language,
    title: text('Your account'),
    body: html`<p><strong>${displayName}</strong>${account}</p>
${hasPassword ? passwordForm({ userName, problem }, speech) : undefined}
<section>
<h2>${text('Sign out everywhere')}</h2>
<p class="quiet">${text(hasPassword ? 'Ends every sign-in of yours: browsers, open apps, terminals and refresh tokens. Changing the password does so too.' : 'Ends every sign-in of yours: browsers, open apps, terminals and refresh tokens.')}</p>
<form method="post" action="/account/sign-out"><button type="submit" class="second">${text('Sign out everywhere')}</button></form>
</section>
<p class="way-back"><a href="/">${text('Back to your instances')}</a></p>`,
  })
}

function passwordForm(
  { userName, problem }: { readonly userName: string; readonly problem: AccountPage['problem'] },
  { text }: PageSpeech,
): Html {
  return html`<section>
<h2>${text('Change the password')}</h2>
${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
<form method="post" action="/account/password">
<input name="username" value="${userName}" autocomplete="username" readonly hidden>
<label for="current">${text('Present password')}</label>
<input id="current" name="current" type="password" autocomplete="current-password" maxlength="1024" required>
<label for="next">${text('New password')}</label>
<input id="next" name="next" type="password" autocomplete="new-password" minlength="12" maxlength="1024" required aria-describedby="rule">
<p class="quiet hint" id="rule">${text('At least 12 characters.')}</p>
<label for="again">${text('New password again')}</label>
<input id="again" name="again" type="password" autocomplete="new-password" minlength="12" maxlength="1024" required>
<button type="submit">${text('Change password')}</button>
</form>
</section>`
}
