// The page of a terminal app. Its scripts come from the same origin under a path that changes with their content.

import { iconLink } from '../../identity/pages/brand.ts'
import { escapeHtml, type Page } from './page.ts'

export function terminalPage({ instance, assets }: { readonly instance: string; readonly assets: string }): Page {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(instance)} · Terminal</title>
${iconLink.markup}
<link rel="stylesheet" href="${assets}/xterm.css">
<link rel="stylesheet" href="${assets}/terminal.css">
<script type="module" src="${assets}/terminal.js"></script>
</head>
<body>
<main id="terminal" aria-label="Terminal of ${escapeHtml(instance)}"></main>
<p id="status" role="status"></p>
<noscript><p>The terminal needs JavaScript.</p></noscript>
</body>
</html>
`
  return { html, contentSecurityPolicy: policy }
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
