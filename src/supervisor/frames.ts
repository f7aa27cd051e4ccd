// Frames of channel `term`, as the server's `engine/terminal-frames.ts` tells them: 1 byte type, 4 bytes length, payload.

export const frameType = { data: 0, resize: 1, exit: 2 } as const
export const maxFrameBytes = 64 * 1024

export interface Frame {
  readonly type: number
  readonly payload: Buffer
}

export function encodeFrames(type: number, payload: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at === 0 || at < payload.length; at += maxFrameBytes) {
    const part = payload.subarray(at, at + maxFrameBytes)
    const head = Buffer.alloc(5)
    head.writeUInt8(type, 0)
    head.writeUInt32BE(part.length, 1)
    parts.push(head, part)
  }
  return Buffer.concat(parts)
}

/** Throws on a frame that claims to be too long. */
export function frameDecoder(): (chunk: Buffer) => Frame[] {
  let held: Buffer = Buffer.alloc(0)
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const frames: Frame[] = []
    while (held.length >= 5) {
      const length = held.readUInt32BE(1)
      if (length > maxFrameBytes) throw new Error('frame too long')
      if (held.length < 5 + length) break
      frames.push({ type: held.readUInt8(0), payload: held.subarray(5, 5 + length) })
      held = held.subarray(5 + length)
    }
    return frames
  }
}
