// Fetches an image that is not here, from where it may be. What a registry answered is told in our words: its own would
// tell whoever may name an image what answers where the server can reach and he cannot.

import { TerminalError } from '../../../base/errors.ts'
import { isAllowedImage, partsOf } from '../../../base/image-reference.ts'
import type { Annex } from '../../engine.ts'
import type { DockerContext } from '../docker-context.ts'
import { isMissing, isUnanswered } from '../docker-errors.ts'

/** Less than any operation has. */
const usualPullMs = 8 * 60_000

export interface Fetching {
  readonly credentials?: Annex['credentials']
  readonly pullMs?: number
  readonly signal?: AbortSignal
}

export type ImagePlace = Pick<DockerContext, 'docker' | 'allowedImages' | 'fetchedImages'>

export async function ensureImage(place: ImagePlace, image: string, fetching: Fetching): Promise<void> {
  const { docker, fetchedImages } = place
  await fetchedImages.use(image)
  const isHere = await docker
    .getImage(image)
    .inspect()
    .then(() => true)
    .catch((error: unknown) => {
      if (isMissing(error)) return false
      throw error
    })
  if (isHere) return
  await pull(place, image, fetching)
  await fetchedImages.add(image)
  void fetchedImages.trim()
}

async function pull({ docker, allowedImages }: ImagePlace, image: string, fetching: Fetching): Promise<void> {
  const [registry] = partsOf(image)
  if (!isAllowedImage(image, allowedImages))
    throw new TerminalError(
      'ImageNotAllowed',
      `The image ${image} is not on this machine, and is not fetched from '${registry}': "carrel up --allow-images ${registry}" allows that.`,
    )
  const late = AbortSignal.timeout(fetching.pullMs ?? usualPullMs)
  const signal = AbortSignal.any([late, ...(fetching.signal ? [fetching.signal] : [])])
  const { credentials } = fetching
  try {
    const stream: NodeJS.ReadableStream = await docker.pull(image, {
      abortSignal: signal,
      ...(credentials === undefined ? {} : { authconfig: { ...credentials, serveraddress: registry } }),
    })
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)))
    })
  } catch (error) {
    // Docker was ended, and the registry said nothing.
    if (!signal.aborted && isUnanswered(error)) throw error
    const why = late.aborted ? 'to fetch it took too long' : reason(error, credentials !== undefined)
    // Nothing of an answer to credentials goes further, not even into a log.
    const more = credentials === undefined ? { cause: error } : {}
    throw new TerminalError('ImagePullFailed', `The image ${image} is not on this machine, and ${why}.`, more)
  }
}

function reason(error: unknown, isSignedIn: boolean): string {
  const text = String(error)
  if (/manifest unknown|not found|repository does not exist/i.test(text)) return 'its registry does not have it'
  if (/unauthorized|denied|authentication|no basic auth/i.test(text))
    return isSignedIn
      ? 'its registry does not take these credentials'
      : 'its registry does not give it without a sign-in'
  if (/no space left/i.test(text)) return 'this machine has no room for it'
  return 'its registry cannot be reached'
}
