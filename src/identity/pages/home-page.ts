// What stands at the root of the pages' host: who is signed in, what is theirs to open, and how to sign out.

import { type Html, html } from './html.ts'
import { page } from './page.ts'

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

export function homePage({ user, instances, signInPath, signOutPath }: HomePage): string {
  if (user === undefined) {
    return page({
      title: 'Welcome',
      body: html`<p class="quiet">Your desk in the stacks: compute instances, clusters and jobs on machines you own.</p>
<a class="button" href="${signInPath}">Sign in</a>`,
    })
  }
  const { displayName, userName } = user
  const account = displayName === userName ? undefined : html` <span class="quiet">(${userName})</span>`
  return page({
    title: 'You are signed in',
    body: html`<p>as <strong>${displayName}</strong>${account}</p>
${instanceList(instances)}
<a class="button" href="/studio/">Open Studio</a>
<p><a href="/account">Password and sign-ins</a> · <a href="/cli">Command line</a></p>
<a class="button second" href="${signOutPath}">Sign out</a>`,
  })
}

function instanceList(instances: readonly Instance[]): Html {
  if (instances.length === 0)
    return html`<p class="quiet">No instance is yours yet. What is created for you appears here.</p>`
  return html`<h2>Your instances</h2>
<ul class="instances">${instances.map(
    ({ name, apps }) =>
      html`<li><strong>${name}</strong> <span>${apps.map(({ title, href }) => html`<a href="${href}" aria-label="${title} on ${name}">${title}</a> `)}</span></li>`,
  )}</ul>`
}
