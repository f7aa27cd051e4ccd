// Whether a request to an app was made by the app's own page or by the person, and not by another page in the same
// browser. Cookies alone cannot tell: sibling apps on one domain are "same site" to a browser, and WebSockets carry
// cookies from anywhere. So every request that can change something must name its origin, and it must be the app's.

import type { IncomingHttpHeaders } from 'node:http'

export interface OriginFacts {
  readonly method: string
  readonly isUpgrade: boolean
  readonly headers: Pick<IncomingHttpHeaders, 'origin'> & NodeJS.Dict<string | string[]>
  /** The app's origin, as a browser spells it. */
  readonly origin: string
}

/** Undefined: let it pass; else why not, as a sentence. */
export function checkOrigin(facts: OriginFacts): string | undefined {
  const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(facts.method) && !facts.isUpgrade
  return isSafe ? checkSafe(facts) : checkUnsafe(facts)
}

function checkUnsafe({ headers, origin }: OriginFacts): string | undefined {
  const site = headers['sec-fetch-site']
  if (headers.origin === undefined && site === undefined) {
    return 'The request names no origin. Browsers name it; other programs use the API at the server.'
  }
  if (headers.origin !== undefined && headers.origin !== origin) return foreign
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return foreign
  return undefined
}

/** Another site may link to an app, but not frame it or load its parts. */
function checkSafe({ headers }: OriginFacts): string | undefined {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined
  const isTopNavigation =
    headers['sec-fetch-mode'] === 'navigate' && (headers['sec-fetch-dest'] ?? 'document') === 'document'
  return isTopNavigation ? undefined : foreign
}

const foreign = 'The request comes from a page of another origin.'
