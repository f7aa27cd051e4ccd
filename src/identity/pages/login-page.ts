// Where a person gives name and password, told what for.

import type { Said } from '../../base/speech.ts'
import { type Html, html, phrase } from './html.ts'
import { page } from './page.ts'
import type { PageSpeech } from './page-speech.ts'

export interface LoginPage {
  /** Where the form goes. */
  readonly action: string
  /** What is opened, such as `JupyterLab on ana-desk`; undefined: our own pages. */
  readonly client: string | undefined
  /** A program that will act with the person's rights, where there is nothing to open. */
  readonly isProgram: boolean
  readonly userName: string
  /** What went wrong the last time, as a sentence. */
  readonly problem: Said | undefined
  /** Name of another service to sign in at; undefined: there is none. */
  readonly outside: string | undefined
}

export function loginPage(
  { action, client, isProgram, userName, problem, outside }: LoginPage,
  speech: PageSpeech,
): string {
  const { language, text } = speech
  // After a failed attempt the name usually stands; the password is what has to be typed again.
  const [nameFocus, passwordFocus] = userName === '' ? [html` autofocus`, html``] : [html``, html` autofocus`]
  return page({
    language,
    title: text('Sign in'),
    body: html`${client === undefined ? undefined : purpose(client, isProgram, speech)}
${problem === undefined ? undefined : html`<p class="problem" role="alert" id="problem">${problem}</p>`}
<form method="post" action="${action}">
<label for="user">${text('User name')}</label>
<input id="user" name="user" value="${userName}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="120" required${nameFocus}>
<label for="password">${text('Password')}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required${passwordFocus}>
<button type="submit">${text('Sign in')}</button>
</form>
${outside === undefined ? undefined : html`<a class="button second" href="${action}/outside">${text('Sign in with {service}', { service: outside })}</a>`}`,
  })
}

function purpose(client: string, isProgram: boolean, { pieces }: PageSpeech): Html {
  const name = html`<strong>${client}</strong>`
  return isProgram
    ? html`<p class="quiet">${phrase(pieces('so that {program} can act as you', { program: name }))}</p>`
    : html`<p class="quiet">${phrase(pieces('to open {app}', { app: name }))}</p>`
}
