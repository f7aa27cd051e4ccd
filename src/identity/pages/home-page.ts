// What stands at the root of the pages' host: who is signed in, and how to change that.

import { html } from './html.ts'
import { page } from './page.ts'

export interface HomePage {
  /** Undefined: nobody is signed in. */
  readonly user: { readonly userName: string; readonly displayName: string } | undefined
  readonly signInPath: string
  readonly signOutPath: string
}

export function homePage({ user, signInPath, signOutPath }: HomePage): string {
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
<p class="quiet">Your instances open at their own addresses without asking again.</p>
<a class="button second" href="${signOutPath}">Sign out</a>`,
  })
}
