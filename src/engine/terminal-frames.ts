// What flows through channel `term`. The client opens with one line, `{"session":"main","cols":80,"rows":24}` and a line
// end; a session of that name is made, or met again with its scrollback replayed. After that both sides send frames:
//
//   1 byte type, 4 bytes length (big-endian), payload of at most 64 KiB
//   0 data     bytes typed or printed
//   1 resize   {"cols":120,"rows":40}        client → node
//   2 exit     {"exitCode":0,"signal":0}     node → client, then the node closes
//
// Closing the channel leaves the session running.

import { Buffer } from 'node:buffer'

export const terminalFrame = { data: 0, resize: 1, exit: 2 } as const
export const maxFrameBytes = 64 * 1024

export interface TerminalFrame {
  readonly type: number
  readonly payload: Buffer
}

/** One frame, or several when the payload of data is longer than a frame may be. */
export function encodeTerminalFrame(type: number, payload: Uint8Array | string): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload)
  const frames: Buffer[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += maxFrameBytes) {
    const part = bytes.subarray(at, at + maxFrameBytes)
    const head = Buffer.alloc(5)
    head.writeUInt8(type, 0)
    head.writeUInt32BE(part.length, 1)
    frames.push(head, part)
  }
  return Buffer.concat(frames)
}

/** A decoder to be fed chunks as they come. Throws on a frame that is too long: close the channel then. */
export function terminalFrameDecoder(): (chunk: Uint8Array) => TerminalFrame[] {
  let held: Buffer = Buffer.alloc(0)
  return (chunk) => {
    held = Buffer.concat([held, chunk])
    const frames: TerminalFrame[] = []
    while (held.length >= 5) {
      const length = held.readUInt32BE(1)
      if (length > maxFrameBytes) throw new Error(`a terminal frame of ${length} bytes is too long`)
      if (held.length < 5 + length) break
      frames.push({ type: held.readUInt8(0), payload: held.subarray(5, 5 + length) })
      held = held.subarray(5 + length)
    }
    return frames
  }
}
