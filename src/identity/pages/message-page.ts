// A page that says one thing and offers at most one way on.

import { html } from './html.ts'
import { page } from './page.ts'

export interface MessagePage {
  readonly title: string
  readonly message: string
  readonly link?: { readonly href: string; readonly text: string } | undefined
}

export function messagePage({ title, message, link }: MessagePage): string {
  return page({
    title,
    body: html`<p>${message}</p>
${link === undefined ? undefined : html`<a class="button" href="${link.href}">${link.text}</a>`}`,
  })
}
