// A terminal that sends back what is typed, says the size it was given, and ends on `exit`.

import type { Socket } from 'node:net'
import { readLine } from '../line-reader.ts'
import { encodeTerminalFrame, type TerminalFrame, terminalFrame, terminalFrameDecoder } from '../terminal-frames.ts'

export async function echoTerminal(socket: Socket): Promise<void> {
  try {
    const { session, cols, rows } = JSON.parse(await readLine(socket)) as Record<string, unknown>
    print(socket, `[${String(session)} ${Number(cols)}x${Number(rows)}]\r\n`)
  } catch {
    socket.destroy()
    return
  }
  const decode = terminalFrameDecoder()
  socket.on('end', () => socket.end())
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of decode(chunk)) answer(socket, frame)
    } catch {
      socket.destroy()
    }
  })
}

function answer(socket: Socket, { type, payload }: TerminalFrame): void {
  if (type === terminalFrame.resize) {
    const { cols, rows } = JSON.parse(payload.toString()) as Record<string, unknown>
    print(socket, `[${Number(cols)}x${Number(rows)}]\r\n`)
  } else if (payload.toString().trim() === 'exit') {
    socket.end(encodeTerminalFrame(terminalFrame.exit, JSON.stringify({ exitCode: 0, signal: 0 })))
  } else {
    socket.write(encodeTerminalFrame(terminalFrame.data, payload))
  }
}

function print(socket: Socket, text: string): void {
  socket.write(encodeTerminalFrame(terminalFrame.data, text))
}
