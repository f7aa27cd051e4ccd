// Fetches what a `templateLink` or `parametersLink` names. The address comes from whoever may deploy and the request goes
// out from here, so it is held narrowly: https, public addresses, four megabytes, ten seconds, three redirects, each
// looked at again. A mirror that the operator configured stands in for what lies beneath its prefix.

import { ArmError } from '../../../../base/errors.ts'
import type { LinkSettings, Mirror } from './link-settings.ts'
import { readMirroredFile } from './read-mirrored-file.ts'
import { requestOnce } from './request-once.ts'

/** The text at an address. Throws ArmError 400 `InvalidContentLink`. */
export type FetchLink = (uri: string) => Promise<string>

export interface FetchLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

const limits: FetchLimits = { maxBytes: 4 * 1024 * 1024, timeoutMs: 10_000 }
const maxRedirects = 3

export function createFetchLink(settings: LinkSettings, within: FetchLimits = limits): FetchLink {
  return async (uri) => {
    const deadline = AbortSignal.timeout(within.timeoutMs)
    try {
      return await follow(uri, settings, { ...within, deadline })
    } catch (error) {
      if (error instanceof ArmError) throw error
      const reason = deadline.aborted ? `it did not come within ${within.timeoutMs / 1000} seconds` : sentence(error)
      throw linkFault(uri, reason, error)
    }
  }
}

/** The query is left out of what is said of it: it may hold a signature. */
export function linkFault(uri: string, reason: string, cause?: unknown): ArmError {
  const shown = uri.split(/[?#]/)[0]?.slice(0, 300)
  return new ArmError(400, 'InvalidContentLink', `Unable to download the content from '${shown}': ${reason}.`, {
    ...(cause === undefined ? {} : { cause }),
  })
}

async function follow(
  uri: string,
  settings: LinkSettings,
  within: FetchLimits & { deadline: AbortSignal },
): Promise<string> {
  let at = uri
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const url = addressOf(at)
    const mirror = mirrorOf(url, settings.mirrors)
    if (mirror && !/^https?:/i.test(mirror.to)) {
      return readMirroredFile(mirror.to, relativeTo(url, mirror), within.maxBytes).catch((error: unknown) => {
        throw linkFault(at, sentence(error), error)
      })
    }
    const target = mirror ? addressOf(mirror.to + relativeTo(url, mirror) + url.search) : url
    const answer = await requestOnce(target, {
      ...within,
      ...(mirror ? { allowsHttp: true, allowsPrivate: true } : settings),
    })
    if ('text' in answer) return answer.text
    at = new URL(answer.location, mirror ? target : url).href
  }
  throw new Error(`it was redirected more than ${maxRedirects} times`)
}

function addressOf(uri: string): URL {
  const url = URL.parse(uri)
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error('it is not an address that starts with https://')
  if (url.username !== '' || url.password !== '') throw new Error('it has a user name or password in it')
  return url
}

/** Compared after the address is brought to one form, so that `..` and the like lead nowhere else. */
function mirrorOf(url: URL, mirrors: readonly Mirror[]): Mirror | undefined {
  const fitting = mirrors.filter(({ prefix }) => url.href.startsWith(new URL(prefix).href))
  return fitting.toSorted((a, b) => b.prefix.length - a.prefix.length)[0]
}

function relativeTo(url: URL, { prefix }: Mirror): string {
  return (url.origin + url.pathname).slice(new URL(prefix).href.length)
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'it could not be read'
}
