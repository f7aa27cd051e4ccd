// The look of the gateway's pages: that of the sign-in pages, and what only these have. On the page itself, for the server
// that has the stylesheet may be away.

import { stylesheet } from '../../identity/pages/page.ts'

export const style = `${stylesheet}
ol { list-style: none; margin: 1rem 0; padding: 0; color: var(--quiet); font-variant-numeric: tabular-nums }
li { display: flex; justify-content: space-between; gap: 1rem; padding: 0.375rem 0; border-bottom: 1px solid var(--line) }
li:last-child { border-bottom: 0; padding-bottom: 0 }
li[aria-current] { color: var(--text); font-weight: 600 }
`
