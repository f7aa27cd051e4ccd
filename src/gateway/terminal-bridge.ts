// Between a browser's WebSocket and channel `term` of a node. Binary messages are what is typed and printed; text messages
// are JSON: `{"cols","rows"}` from the browser, `{"exitCode","signal"}` to it. Neither side is read faster than the other takes.

import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import {
  encodeTerminalFrame,
  type TerminalFrame,
  terminalFrame,
  terminalFrameDecoder,
} from '../engine/terminal-frames.ts'

const cells = z.int().min(1).max(1000)
export const terminalSize = z.object({ cols: cells, rows: cells })

/** Answers when both sides are closed. */
export async function bridgeTerminal(browser: WebSocket, channel: Duplex, onInput: () => void): Promise<void> {
  browser.on('message', (data, isBinary) => {
    const frame = Buffer.isBuffer(data) ? frameOf(data, isBinary) : undefined
    if (frame === undefined) {
      browser.close(closeCode.badMessage)
      return
    }
    onInput()
    if (channel.write(frame)) return
    browser.pause()
    channel.once('drain', () => browser.resume())
  })
  pumpToBrowser(browser, channel)
  await new Promise<void>((resolve) => {
    browser.on('error', () => browser.terminate())
    browser.on('close', () => {
      channel.destroy()
      resolve()
    })
    channel.on('error', () => channel.destroy())
    channel.on('close', () => browser.close(closeCode.lost))
  })
}

const closeCode = { ended: 1000, badMessage: 1008, lost: 1012 } as const
const pauseAbove = 1024 * 1024

function pumpToBrowser(browser: WebSocket, channel: Duplex): void {
  const decode = terminalFrameDecoder()
  const send = ({ type, payload }: TerminalFrame): void => {
    if (type === terminalFrame.data) {
      browser.send(payload, { binary: true }, () => {
        if (browser.bufferedAmount <= pauseAbove) channel.resume()
      })
    } else if (type === terminalFrame.exit) {
      browser.send(payload, { binary: false })
      browser.close(closeCode.ended)
    }
  }
  channel.on('data', (chunk: Buffer) => {
    try {
      for (const frame of decode(chunk)) send(frame)
    } catch {
      channel.destroy()
    }
    if (browser.bufferedAmount > pauseAbove) channel.pause()
  })
  channel.on('end', () => browser.close(closeCode.lost))
}

/** Undefined: not a message of ours. */
function frameOf(data: Buffer, isBinary: boolean): Buffer | undefined {
  if (isBinary) return encodeTerminalFrame(terminalFrame.data, data)
  const size = terminalSize.safeParse(parse(data.toString('utf8'))).data
  return size === undefined ? undefined : encodeTerminalFrame(terminalFrame.resize, JSON.stringify(size))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
