// The page of a terminal app. Its scripts come from the same origin under a path that changes with their content.

import { iconLink } from '../../identity/pages/brand.ts'
import { gatewaySpeech } from './gateway-speech.ts'
import { escapeHtml, type PageIn } from './page.ts'

export function terminalPage({ instance, assets }: { readonly instance: string; readonly assets: string }): PageIn {
  return (language) => {
    const { text } = gatewaySpeech(language)
    const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(text('{instance} · Terminal', { instance }))}</title>
${iconLink.markup}
<link rel="stylesheet" href="${assets}/xterm.css">
<link rel="stylesheet" href="${assets}/terminal.css">
<script type="module" src="${assets}/terminal.js"></script>
</head>
<body>
<main id="terminal" aria-label="${escapeHtml(text('Terminal of {instance}', { instance }))}"
data-input="${escapeHtml(text('Terminal input'))}"
data-connecting="${escapeHtml(text('Connecting…'))}"
data-ended="${escapeHtml(text('ended; press a key for a new shell'))}"></main>
<p id="status" role="status"></p>
<noscript><p>${escapeHtml(text('The terminal needs JavaScript.'))}</p></noscript>
</body>
</html>
`
    return { html, contentSecurityPolicy: policy }
  }
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // The terminal writes style elements for its colours and cell sizes.
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
