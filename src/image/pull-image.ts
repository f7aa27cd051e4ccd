// Fetches an image from a registry that may not be there: the limit is on silence, never on how long an image takes.

import type Docker from 'dockerode'
import { followDockerStream } from './docker-stream.ts'

export interface PullOptions {
  readonly onLine: (line: string) => void
  /** Silence after which a registry counts as absent. */
  readonly silenceMs: number
}

export async function pullImage(docker: Docker, reference: string, { onLine, silenceMs }: PullOptions): Promise<void> {
  const asking = new AbortController()
  const patience = setTimeout(() => asking.abort(), silenceMs)
  // The signal would end the stream as well: from its first line on that has a watch of its own.
  const stream = await docker.pull(reference, { abortSignal: asking.signal }).finally(() => clearTimeout(patience))
  await followDockerStream(docker, stream, { onLine, silenceMs })
}
