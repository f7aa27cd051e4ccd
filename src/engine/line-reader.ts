// Reads the few lines a channel opens with, and leaves every byte after them in the stream for whoever comes next.

import type { Duplex } from 'node:stream'
import { maxLineBytes } from './channel-protocol.ts'

/** The next line without its end. Throws when the stream ends or fails first, or the line is longer than a line may be. */
export async function readLine(stream: Duplex): Promise<string> {
  let held: Buffer = Buffer.alloc(0)
  for (;;) {
    const chunk = await nextChunk(stream)
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const end = held.indexOf(10)
    if (end > maxLineBytes || (end < 0 && held.length > maxLineBytes)) throw new Error('line too long')
    if (end >= 0) {
      if (end + 1 < held.length) stream.unshift(held.subarray(end + 1))
      return held.toString('utf8', 0, end)
    }
  }
}

function nextChunk(stream: Duplex): Promise<Buffer> {
  const ready: unknown = stream.read()
  if (Buffer.isBuffer(ready)) return Promise.resolve(ready)
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      stream.off('readable', onReadable)
      stream.off('end', onEnd)
      stream.off('close', onEnd)
      stream.off('error', onError)
      act()
    }
    const onReadable = (): void => {
      const chunk: unknown = stream.read()
      if (Buffer.isBuffer(chunk)) settle(() => resolve(chunk))
    }
    const onEnd = (): void => settle(() => reject(new Error('closed by the other side')))
    const onError = (error: Error): void => settle(() => reject(error))
    stream.on('readable', onReadable)
    stream.on('end', onEnd)
    stream.on('close', onEnd)
    stream.on('error', onError)
  })
}
