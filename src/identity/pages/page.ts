// The frame of every page of ours: one card, no script, one stylesheet of our own, light and dark as the system has it.

import { readFileSync } from 'node:fs'
import type { Language } from '../../base/choose-language.ts'
import type { Said } from '../../base/speech.ts'
import { brand, iconLink } from './brand.ts'
import { type Html, html } from './html.ts'

/** Served on every host, app origins included. */
export const stylesheetPath = '/.carrel/pages.css'
export const stylesheet = readFileSync(new URL('./pages.css', import.meta.url), 'utf8')

export interface PageParts {
  readonly language: Language
  /** Also the heading. */
  readonly title: Said
  readonly body: Html
}

export function page({ language, title, body }: PageParts): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Carrel</title>
${iconLink}
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body>
<main>
${brand}
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.markup
}

/**
 * `leadsTo`: origins a form may end at. A browser holds the whole chain of redirects after a form against `form-action`,
 * so the sign-in page must name where the person is going.
 */
export function pageHeaders(leadsTo: readonly string[] = []): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      'img-src data:',
      "frame-ancestors 'none'",
      "base-uri 'none'",
      ["form-action 'self'", ...leadsTo].join(' '),
    ].join('; '),
    'cache-control': 'no-store',
    vary: 'accept-language',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
}
