// What makes a page recognisable as ours: the mark (a desk between two walls, books on it), beside the name and in the
// browser's tab.

import { html, trustedHtml } from './html.ts'

const shape =
  '<path fill="currentColor" fill-rule="evenodd" d="M5 3h14a2 2 0 0 1 2 2v16h-3v-5H6v5H3V5a2 2 0 0 1 2-2zm1 3v7h12V6zm2 1.5h2V13H8zm3 1.5h2v4h-2z"/>'

export const brand = html`<p class="brand"><svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false">
${trustedHtml(shape)}
</svg><span>Carrel</span></p>`

// One colour that can be read on light and dark tabs.
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" color="#2f8f88">${shape}</svg>`

/** For the head; needs `img-src data:`. */
export const iconLink = html`<link rel="icon" href="${`data:image/svg+xml,${encodeURIComponent(icon)}`}">`
