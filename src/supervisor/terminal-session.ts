// One terminal: a shell that lives on when nobody looks, with its last 256 KiB to show to whoever comes back. A viewer
// that does not keep up makes the shell wait, as a real terminal does, instead of filling memory.

import type { Socket } from 'node:net'
import type { IPty } from '@lydell/node-pty'
import { encodeFrames, frameDecoder, frameType } from './frames.ts'

const scrollbackBytes = 256 * 1024
const maxPendingBytes = 256 * 1024

export interface Size {
  readonly cols: number
  readonly rows: number
}

export class TerminalSession {
  readonly pid: number
  readonly #pty: IPty
  readonly #viewers = new Set<Socket>()
  #scrollback: Buffer[] = []
  #scrollbackLength = 0

  constructor(pty: IPty, onExit: (end: { exitCode: number; signal: number }) => void) {
    this.#pty = pty
    this.pid = pty.pid
    pty.onData((data: string | Buffer) => this.#printed(Buffer.from(data as string)))
    pty.onExit(({ exitCode, signal }) => {
      const end = { exitCode, signal: signal ?? 0 }
      onExit(end)
      for (const viewer of this.#viewers) viewer.end(encodeFrames(frameType.exit, Buffer.from(JSON.stringify(end))))
      this.#viewers.clear()
    })
  }

  get isWatched(): boolean {
    return this.#viewers.size > 0
  }

  /** The socket is a viewer until it closes. Nothing may have been read from it past the opening line. */
  attach(socket: Socket, size: Size): void {
    this.resize(size)
    if (this.#scrollbackLength > 0) socket.write(encodeFrames(frameType.data, Buffer.concat(this.#scrollback)))
    this.#viewers.add(socket)
    const decode = frameDecoder()
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const frame of decode(chunk)) this.#received(frame.type, frame.payload)
      } catch {
        socket.destroy()
      }
    })
    socket.on('drain', () => this.#resumeIfDrained())
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      this.#viewers.delete(socket)
      this.#resumeIfDrained()
    })
  }

  resize({ cols, rows }: Size): void {
    if (isDimension(cols) && isDimension(rows)) this.#pty.resize(cols, rows)
  }

  kill(signal: NodeJS.Signals): void {
    try {
      this.#pty.kill(signal)
    } catch {
      // It has just ended.
    }
  }

  #printed(data: Buffer): void {
    this.#scrollback.push(data)
    this.#scrollbackLength += data.length
    while (this.#scrollbackLength > scrollbackBytes && this.#scrollback.length > 1) {
      this.#scrollbackLength -= this.#scrollback.shift()?.length ?? 0
    }
    const frames = encodeFrames(frameType.data, data)
    for (const viewer of this.#viewers) {
      viewer.write(frames)
      if (viewer.writableLength > maxPendingBytes) this.#pty.pause()
    }
  }

  #resumeIfDrained(): void {
    if ([...this.#viewers].every((viewer) => viewer.writableLength <= maxPendingBytes)) this.#pty.resume()
  }

  #received(type: number, payload: Buffer): void {
    // Bytes pass as they are; the library's type knows only text.
    if (type === frameType.data) this.#pty.write(payload as unknown as string)
    else if (type === frameType.resize) this.resize(JSON.parse(payload.toString()) as Size)
  }
}

function isDimension(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1000
}
