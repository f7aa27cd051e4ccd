// Hands on what is appended to log files from now on, until told to stop; also across a rotation.

import { open, stat } from 'node:fs/promises'

export interface FollowLogsOptions {
  /** Name shown → path. */
  readonly files: ReadonlyMap<string, string>
  readonly onLine: (name: string, line: string) => void
  readonly signal: AbortSignal
}

const intervalMs = 250

export async function followLogs({ files, onLine, signal }: FollowLogsOptions): Promise<void> {
  const followers = await Promise.all(
    [...files].map(async ([name, path]) => ({ name, path, position: await sizeOf(path), rest: '' })),
  )
  while (!signal.aborted) {
    for (const follower of followers) {
      const size = await sizeOf(follower.path)
      // A file that became shorter was rotated.
      if (size < follower.position) follower.position = 0
      if (size === follower.position) continue
      const lines = (follower.rest + (await readFrom(follower.path, follower.position, size))).split('\n')
      follower.position = size
      follower.rest = lines.pop() ?? ''
      for (const line of lines) onLine(follower.name, line)
    }
    await pause(signal)
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (entry) => entry.size,
    () => 0,
  )
}

async function readFrom(path: string, from: number, to: number): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, intervalMs)
    signal.addEventListener('abort', finish)
  })
}
