// Where people see to their own account.

import { type Html, html } from './html.ts'
import { page } from './page.ts'

export interface AccountPage {
  readonly user: { readonly userName: string; readonly displayName: string; readonly hasPassword: boolean }
  /** What went wrong the last time, as a sentence. */
  readonly problem: string | undefined
}

export function accountPage({ user, problem }: AccountPage): string {
  const { userName, displayName, hasPassword } = user
  const account = displayName === userName ? undefined : html` <span class="quiet">(${userName})</span>`
  return page({
    title: 'Your account',
    body: html`<p><strong>${displayName}</strong>${account}</p>
${hasPassword ? passwordForm(userName, problem) : undefined}
<section>
<h2>Sign out everywhere</h2>
<p class="quiet">Ends every sign-in of yours: browsers, open apps, terminals and refresh tokens.${hasPassword ? ' Changing the password does so too.' : ''}</p>
<form method="post" action="/account/sign-out"><button type="submit" class="second">Sign out everywhere</button></form>
</section>
<p class="way-back"><a href="/">Back to your instances</a></p>`,
  })
}

function passwordForm(userName: string, problem: string | undefined): Html {
  return html`<section>
<h2>Change the password</h2>
${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
<form method="post" action="/account/password">
<input name="username" value="${userName}" autocomplete="username" readonly hidden>
<label for="current">Present password</label>
<input id="current" name="current" type="password" autocomplete="current-password" maxlength="1024" required>
<label for="next">New password</label>
<input id="next" name="next" type="password" autocomplete="new-password" minlength="12" maxlength="1024" required aria-describedby="rule">
<p class="quiet hint" id="rule">At least 12 characters.</p>
<label for="again">New password again</label>
<input id="again" name="again" type="password" autocomplete="new-password" minlength="12" maxlength="1024" required>
<button type="submit">Change password</button>
</form>
</section>`
}
