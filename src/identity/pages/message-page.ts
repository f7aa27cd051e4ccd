// A page that says one thing and offers at most one way on.

import type { Language } from '../../base/choose-language.ts'
import type { Said } from '../../base/speech.ts'
import { type Html, html } from './html.ts'
import { page } from './page.ts'

export interface MessagePage {
  readonly language: Language
  readonly title: Said
  readonly message: Said | Html
  readonly link?: { readonly href: string; readonly text: Said } | undefined
}

export function messagePage({ language, title, message, link }: MessagePage): string {
  return page({
    language,
    title,
    body: html`<p>${message}</p>
${link === undefined ? undefined : html`<a class="button" href="${link.href}">${link.text}</a>`}`,
  })
}
