// Opens a terminal for a browser: the session it names is made in the node, or met again after a lost connection.
// Promise: rejects only while the browser has been sent nothing.

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { maxFrameBytes } from '../engine/terminal-frames.ts'
import { refuseUpgrade } from './reply.ts'
import { bridgeTerminal, terminalSize } from './terminal-bridge.ts'

export interface TerminalUpgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

/** `dialNode` opens channel `term`; `onInput` is told of every key and resize. Answers when the terminal is closed. */
export async function openTerminal(
  { request, socket, head }: TerminalUpgrade,
  dialNode: () => Promise<Duplex>,
  onInput: () => void,
): Promise<void> {
  const greeting = greetingOf(request.url ?? '')
  if (greeting === undefined) {
    refuseUpgrade(socket, { status: 400, code: 'BadTerminal', message: 'Open /ws?session=…&cols=…&rows=….' })
    return
  }
  const channel = await dialNode()
  const browser = accept({ request, socket, head })
  if (browser === undefined) {
    channel.destroy()
    return
  }
  channel.write(`${JSON.stringify(greeting)}\n`)
  await bridgeTerminal(browser, channel, onInput)
}

const query = z.object({ session: z.string().regex(/^[a-z0-9-]{1,64}$/), ...terminalSize.shape })

function greetingOf(url: string): z.infer<typeof query> | undefined {
  const { pathname, searchParams } = new URL(url, 'http://terminal')
  const { session, cols, rows } = Object.fromEntries(searchParams)
  return pathname === '/ws' ? query.safeParse({ session, cols: Number(cols), rows: Number(rows) }).data : undefined
}

const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false })

/** Undefined: the handshake was wrong and has been answered. */
function accept({ request, socket, head }: TerminalUpgrade): WebSocket | undefined {
  let accepted: WebSocket | undefined
  // Calls back at once or not at all: there is nobody to ask.
  sockets.handleUpgrade(request, socket, head, (browser) => {
    accepted = browser
  })
  return accepted
}
