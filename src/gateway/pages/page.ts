// What every page of the gateway has in common: plain HTML that works without scripts and without the server, looks like the
// sign-in pages, and has a content policy that allows exactly what is on it. Text only enters through `escapeHtml`.

import { createHash } from 'node:crypto'
import type { Language } from '../../base/choose-language.ts'
import type { Said } from '../../base/speech.ts'
import { brand, iconLink } from '../../identity/pages/brand.ts'
import { type GatewaySpeech, gatewaySpeech } from './gateway-speech.ts'
import { style } from './style.ts'

export interface Page {
  readonly html: string
  readonly contentSecurityPolicy: string
}

/** A page that has yet to be told whom it speaks to. */
export type PageIn = (language: Language) => Page

export interface PageContent {
  readonly title: Said
  /** HTML, already escaped. */
  readonly body: string
  /** Seconds after which the browser looks again. */
  readonly refreshAfter?: number | undefined
}

export function page(write: (speech: GatewaySpeech) => PageContent): PageIn {
  return (language) => framed(language, write(gatewaySpeech(language)))
}

function framed(language: Language, { title, body, refreshAfter }: PageContent): Page {
  const refresh = refreshAfter === undefined ? '' : `<meta http-equiv="refresh" content="${refreshAfter}">`
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${refresh}
${iconLink.markup}
<title>${escapeHtml(title)} · Carrel</title>
<style>${style}</style>
</head>
<body>
<main>
${brand.markup}
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`
  return { html, contentSecurityPolicy: policy }
}

export function paragraph(text: Said): string {
  return `<p>${escapeHtml(text)}</p>\n`
}

/** For errors' own words, which are in English whatever the page's language. */
export function englishParagraph(text: string): string {
  return `<p lang="en">${escapeHtml(text)}</p>\n`
}

/** For text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\p{Cc}]/gu, (char) => entities[char] ?? '\ufffd')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '\n',
  '\t': '\t',
}

const styleHash = createHash('sha256').update(style).digest('base64')
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')
