// Fetches an image that is not here. What a registry answered is told in our words: its own would tell whoever may name
// an image what answers where the server can reach and he cannot.

import type Docker from 'dockerode'
import { TerminalError } from '../../../base/errors.ts'
import { isMissing } from '../docker-errors.ts'

/** Less than any operation has. */
const pullMs = 8 * 60_000

export async function ensureImage(docker: Docker, image: string): Promise<void> {
  const isHere = await docker
    .getImage(image)
    .inspect()
    .then(() => true)
    .catch((error: unknown) => {
      if (isMissing(error)) return false
      throw error
    })
  if (!isHere) await pull(docker, image)
}

async function pull(docker: Docker, image: string): Promise<void> {
  const signal = AbortSignal.timeout(pullMs)
  try {
    const stream: NodeJS.ReadableStream = await docker.pull(image, { abortSignal: signal })
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)))
    })
  } catch (error) {
    throw new TerminalError(
      'ImagePullFailed',
      `The image ${image} is not on this machine, and ${reason(error, signal)}.`,
      {
        cause: error,
      },
    )
  }
}

function reason(error: unknown, signal: AbortSignal): string {
  const text = String(error)
  if (signal.aborted) return 'to fetch it took too long'
  if (/manifest unknown|not found|repository does not exist/i.test(text)) return 'its registry does not have it'
  if (/unauthorized|denied|authentication/i.test(text)) return 'its registry does not give it without a sign-in'
  if (/no space left/i.test(text)) return 'this machine has no room for it'
  return 'its registry cannot be reached'
}
