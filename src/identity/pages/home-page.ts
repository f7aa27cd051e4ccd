// What stands at the root of the pages' host: who is signed in, what is theirs to open, and how to sign out.

import { type Html, html, phrase } from './html.ts'
import { page } from './page.ts'
import type { PageSpeech } from './page-speech.ts'

interface Instance {
  readonly name: string
  readonly apps: readonly { readonly title: string; readonly href: string }[]
}

export interface HomePage {
  /** Undefined: nobody is signed in. */
  readonly user: { readonly userName: string; readonly displayName: string } | undefined
  readonly instances: readonly Instance[]
  readonly signInPath: string
  readonly signOutPath: string
}

export function homePage({ user, instances, signInPath, signOutPath }: HomePage, speech: PageSpeech): string {
  const { language, text, pieces } = speech
  if (user === undefined) {
    return page({
      language,
      title: text('Welcome'),
      body: html`<p class="quiet">${text('Your desk in the stacks: compute instances, clusters and jobs on machines you own.')}</p>
<a class="button" href="${signInPath}">${text('Sign in')}</a>`,
    })
  }
  const { displayName, userName } = user
  const account = displayName === userName ? undefined : html` <span class="quiet">(${userName})</span>`
  return page({
    language,
    title: text('You are signed in'),
    body: html`<p>${phrase(pieces('as {name}', { name: html`<strong>${displayName}</strong>` }))}${account}</p>
${instanceList(instances, speech)}
<a class="button" href="/studio/">${text('Open Studio')}</a>
<p><a href="/account">${text('Password and sign-ins')}</a> · <a href="/cli">${text('Command line')}</a></p>
<a class="button second" href="${signOutPath}">${text('Sign out')}</a>`,
  })
}

function instanceList(instances: readonly Instance[], { text }: PageSpeech): Html {
  if (instances.length === 0)
    return html`<p class="quiet">${text('No instance is yours yet. What is created for you appears here.')}</p>`
  return html`<h2>${text('Your instances')}</h2>
<ul class="instances">${instances.map(
    ({ name, apps }) =>
      html`<li><strong>${name}</strong> <span>${apps.map(({ title, href }) => html`<a href="${href}" aria-label="${text('{app} on {instance}', { app: title, instance: name })}">${title}</a> `)}</span></li>`,
  )}</ul>`
}
