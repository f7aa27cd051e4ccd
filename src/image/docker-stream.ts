// Docker answers builds, pulls and imports with a stream of JSON lines in which a failure is just another line.

import type Docker from 'dockerode'

interface StreamLine {
  readonly stream?: string
  readonly status?: string
  readonly id?: string
  readonly error?: string
}

export interface FollowOptions {
  readonly onLine: (line: string) => void
  /** Given up when nothing is heard for so long; undefined: never. */
  readonly silenceMs?: number
}

/** Ends when the stream ends; throws with the last lines said before the error, for they hold its cause. */
export async function followDockerStream(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  { onLine, silenceMs }: FollowOptions,
): Promise<void> {
  const tail: string[] = []
  let failure: string | undefined
  const watchdog = silenceMs === undefined ? undefined : watch(stream, silenceMs)
  const hear = (line: StreamLine) => {
    watchdog?.refresh()
    failure ??= line.error
    for (const text of (line.stream ?? statusText(line)).split('\n').map((part) => part.trim())) {
      if (text === '') continue
      tail.push(text)
      if (tail.length > 15) tail.shift()
      onLine(text)
    }
  }
  try {
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()), hear)
    })
  } catch (cause) {
    failure ??= cause instanceof Error ? cause.message : String(cause)
  } finally {
    clearTimeout(watchdog)
  }
  if (failure !== undefined) throw new Error([...tail, failure].join('\n'))
}

function watch(stream: NodeJS.ReadableStream, silenceMs: number): NodeJS.Timeout {
  const end = () => (stream as NodeJS.ReadableStream & { destroy(error: Error): void }).destroy(silent(silenceMs))
  return setTimeout(end, silenceMs)
}

function silent(silenceMs: number): Error {
  return new Error(`nothing was heard for ${silenceMs / 1000} s`)
}

function statusText(line: StreamLine): string {
  return [line.id, line.status].filter((part) => part !== undefined).join(' ')
}
